namespace Partner.Storage.Writing;

/// <summary>One caller's part of a group commit.</summary>
/// <param name="partnerId">The partner whose data it changes; null when it is about no partner or about many.</param>
internal abstract class GroupMember(string? partnerId)
{
    /// <summary>What its transaction is measured by.</summary>
    public CommitTicket Ticket { get; init; }

    private bool HasPartner => partnerId is not null;

    private string Key => partnerId ?? "";

    /// <summary>
    /// Members in an order in which no two processes wait for each other: partners ascending, and last those that only
    /// take rows that nobody else has locked. Members of one partner keep their order.
    /// </summary>
    /// <param name="members">The members as they came.</param>
    public static IReadOnlyList<GroupMember> InOrder(IReadOnlyList<GroupMember> members) => members.Count < 2
        ? members
        : [.. members.OrderBy(member => member.HasPartner ? 0 : 1)
            .ThenBy(member => member.Key, StringComparer.Ordinal)];

    /// <summary>Locks what it changes, reads, decides and writes; perhaps more than once.</summary>
    /// <param name="session">The transaction.</param>
    public void Apply(WriteSession session)
    {
        if (partnerId is not null)
        {
            session.Lock(partnerId);
        }

        Work(session);
    }

    /// <summary>Hands the result to the caller: it is durable.</summary>
    public abstract void Complete();

    /// <summary>Tells the caller that it failed.</summary>
    /// <param name="fault">Why.</param>
    public abstract void Fail(Exception fault);

    /// <summary>Does the work.</summary>
    /// <param name="session">The transaction.</param>
    protected abstract void Work(WriteSession session);
}

/// <summary>A member with a result.</summary>
/// <typeparam name="T">The result.</typeparam>
/// <param name="partnerId">The partner whose data it changes; null when it is about no partner or about many.</param>
/// <param name="work">The work.</param>
internal sealed class GroupMember<T>(string? partnerId, Func<WriteSession, T> work) : GroupMember(partnerId)
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    /// <summary>Ends with the result, once it is durable.</summary>
    public Task<T> Result => _completion.Task;

    public override void Complete() => _completion.SetResult(_result!);

    public override void Fail(Exception fault) => _completion.SetException(fault);

    protected override void Work(WriteSession session) => _result = work(session);
}
