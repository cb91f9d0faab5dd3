namespace Partner.Storage.Writing;

/// <summary>A member failed to decide. The others are to be carried out without it.</summary>
/// <param name="fault">How it failed.</param>
internal sealed class MemberException(Member member, Exception fault) : Exception(fault.Message, fault)
{
    /// <summary>The member.</summary>
    public Member Member => member;
}

/// <summary>
/// Rows that were known to be there were not, as in a database that was restored: all is to be done again.
/// </summary>
internal sealed class RowsMissingException() : Exception("Rows to lock were not there.");
