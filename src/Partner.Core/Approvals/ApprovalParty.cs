using System.Text;
using Partner.Core.Actions;
using Partner.Core.Organisations;

namespace Partner.Core.Approvals;

/// <summary>Who asks for a change, or decides on it.</summary>
/// <param name="Actor">As the action log names it: a certificate, or a user of the machine.</param>
/// <param name="Person">
/// The person behind it: the common name of the certificate, or the user's name. Empty where nothing says it.
/// </param>
public sealed record ApprovalParty(ActionActor Actor, string Person)
{
    /// <summary>The longest name of a person that is kept; what is longer is cut off.</summary>
    public const int LongestPerson = 128;

    /// <summary>
    /// Whether two parties may be one person: they have the same certificate, names that look the same, or one of them
    /// has no name, so that nothing shows that they are two. A renewed certificate names the same person.
    /// </summary>
    /// <param name="other">The other one.</param>
    public bool MayBe(ApprovalParty other)
    {
        var (own, theirs) = (Plain(Person), Plain(other.Person));
        return Actor == other.Actor || own.Length == 0 || theirs.Length == 0
            || string.Equals(own, theirs, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A name as it is kept.</summary>
    /// <param name="name">The name.</param>
    public static string Kept(string name) => name.Length <= LongestPerson
        ? name
        : name[..(char.IsHighSurrogate(name[LongestPerson - 1]) ? LongestPerson - 1 : LongestPerson)];

    // Letters that look alike are alike, and neither blanks nor what is not seen make another name.
    private static string Plain(string name)
    {
        var plain = new StringBuilder(name.Length);
        foreach (var letter in UnitReference.LooksLike(Kept(name)).Where(char.IsLetterOrDigit))
        {
            plain.Append(letter);
        }

        return plain.ToString();
    }
}
