using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Partner.Core.TopUps;

namespace Partner.Storage.Model;

/// <summary>
/// The longest value of every text, in UTF-16 characters, the same on every database: what one of them would refuse,
/// all of them refuse. Each is what lets the text in, or what makes it: the contract, the documents, the
/// administration, and <see cref="Core.Ledger.Postings"/>. A text in a key or an index must have a length, because SQL
/// Server's keys hold 900 bytes and its indexes 1700.
/// </summary>
internal static class TextLengths
{
    /// <summary>A name in a document, a partner, an operation of ours, a request id.</summary>
    public const int Name = 64;

    /// <summary>
    /// An operation's id, what the transfer is for (".cashback." is the longest), and a promotion's name.
    /// </summary>
    public const int Transfer = Name + 12 + Name;

    private const int Unlimited = 0;

    private static readonly Dictionary<string, int> Lengths = new(StringComparer.Ordinal)
    {
        ["PartnerId"] = Name,
        ["SellerId"] = Name,
        ["PartnerRow.Id"] = Name,
        ["Id"] = Name,
        ["TopUpId"] = Name,
        ["OperationId"] = Name,
        ["ResourceId"] = Name,
        ["ReversalId"] = Name,
        ["RequestId"] = Name,
        ["QuoteId"] = Name,
        ["UsedBy"] = Name,
        ["SoldAgain"] = Name,
        ["ContactId"] = Name,
        ["RenewalId"] = Name,
        ["RuleId"] = Name,
        ["Schedule"] = Name,
        ["Promotion"] = Name,
        ["Subject"] = Name,
        ["Version"] = Name,
        ["Outlet"] = Name,

        ["TransferRow.Id"] = Transfer,
        ["TransferId"] = Transfer,
        ["Reverses"] = Transfer,

        // Name of a machine, number of a process, and a GUID.
        ["LeaseOwner"] = 128,
        ["Closer"] = 128,

        // A hash of 64 digits behind the number of its form; SHA-256 in hexadecimal.
        ["InputHash"] = 80,
        ["Thumbprint"] = Name,

        // Certificates: what is hashed in hexadecimal, serial numbers of 20 bytes, key identifiers.
        ["KeyHash"] = Name,
        ["CodeHash"] = Name,
        ["IssuedBy"] = Name,
        ["RenewedBy"] = Name,
        ["CreatedBy"] = Name,
        ["Serial"] = Name,
        ["Authority"] = Name,
        ["Label"] = 100,
        ["Pattern"] = 200,
        ["RevokedFor"] = 200,

        ["Card"] = 32,

        // A terminal, a cashier, a card or a thumbprint; the longest period is an hour.
        ["Holder"] = Name,
        ["LimitUseRow.Period"] = 16,
        ["Region"] = 8,
        ["RefundTerms"] = 200,
        ["PlanCode"] = 40,
        ["Terminal"] = 40,
        ["Cashier"] = 40,
        ["ClosedBy"] = 40,
        ["UnitReference"] = 40,
        ["LooksLike"] = 40,
        ["UnitName"] = 100,
        ["ClientReference"] = 100,
        ["Consent"] = 100,
        ["Currency"] = 3,
        ["AmountCurrency"] = 3,
        ["DebitCurrency"] = 3,
        ["PriceCurrency"] = 3,
        ["FloatCurrency"] = 3,

        // 2026-11, and 2026-11-0001.
        ["Month"] = 7,
        ["Period"] = 7,
        ["Number"] = 32,
        ["Settlement"] = 32,
        ["ClawbackSettlement"] = 32,

        // A receipt's key, its signature of 64 bytes in base64url, and its short code.
        ["KeyId"] = Name,
        ["Signature"] = 128,

        // A customer's number encrypted, and hashed behind the key's id; what a notice is about, and of which kind.
        ["SealedNumber"] = 128,
        ["NumberHash"] = 96,

        // The last characters of an identity document, hashed behind the key's id.
        ["IdHash"] = 96,
        ["Occasion"] = 100,
        ["NoticeRow.Id"] = 128,
        ["Code"] = 16,

        // The action log: a hash behind the number of its form, a thumbprint or "user@machine", a path.
        ["Hash"] = 80,
        ["PreviousHash"] = 80,
        ["LastActionHash"] = 80,
        ["Actor"] = Core.Actions.ActionActor.LongestName,
        ["Action"] = Name,
        ["Resource"] = 400,

        // Approvals: who asked, and who decided.
        ["Maker"] = Core.Actions.ActionActor.LongestName,
        ["MakerPerson"] = Core.Approvals.ApprovalParty.LongestPerson,
        ["Decider"] = Core.Actions.ActionActor.LongestName,
        ["DeciderPerson"] = Core.Approvals.ApprovalParty.LongestPerson,

        // A top-up and what happened to it.
        ["AnomalyRow.Id"] = 200,

        // W3C trace context is 55 characters; later versions of it may be longer.
        ["TraceParent"] = 128,
        ["Answers"] = InconclusiveAnswer.LongestKept,

        // What people, issuers and documents write is stored as it came.
        ["PartnerRow.Name"] = Unlimited,
        ["CertificateRow.Subject"] = Unlimited,
        ["Encoded"] = Unlimited,
        ["Statement"] = Unlimited,
        ["Legs"] = Unlimited,
        ["Comment"] = Unlimited,
        ["Evidence"] = Unlimited,
        ["IssuerReference"] = Unlimited,
        ["Reference"] = Unlimited,
        ["BackReference"] = Unlimited,
        ["Detail"] = Unlimited,
        ["Basis"] = Unlimited,
        ["Price"] = Unlimited,
        ["Promise"] = Unlimited,
        ["Content"] = Unlimited,
        ["Parts"] = Unlimited,
        ["Facts"] = Unlimited,
        ["StateBefore"] = Unlimited,
        ["StateAfter"] = Unlimited,
        ["Why"] = Unlimited,
        ["DecisionWhy"] = Unlimited,
        ["Json"] = Unlimited,
        ["Figures"] = Unlimited,
        ["Sequel"] = Unlimited,
    };

    private static readonly Dictionary<string, int> Columns = Lengths
        .GroupBy(length => PartnerDbContext.SnakeCase(
            length.Key[(length.Key.IndexOf('.', StringComparison.Ordinal) + 1)..]))
        .ToDictionary(same => same.Key, same => same.Max(length => length.Value), StringComparer.Ordinal);

    /// <summary>
    /// The longest value of a column in any table that has one of this name with a length; null where none has.
    /// </summary>
    /// <param name="column">The column's name.</param>
    public static int? OfColumn(string column) =>
        Columns.GetValueOrDefault(column, Unlimited) is var length && length == Unlimited ? null : length;

    /// <summary>Gives every text of the model its length.</summary>
    /// <exception cref="InvalidOperationException">A text is not in the list: whoever adds one decides.</exception>
    public static void Set(ModelBuilder model)
    {
        foreach (var property in model.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties())
            .Where(property => property.ClrType == typeof(string)))
        {
            property.SetMaxLength(Of(property) is var length && length == Unlimited ? null : length);
        }
    }

    private static int Of(IMutableProperty property)
    {
        var own = $"{property.DeclaringType.ClrType.Name}.{property.Name}";
        return Lengths.TryGetValue(own, out var length) || Lengths.TryGetValue(property.Name, out length)
            ? length
            : throw new InvalidOperationException($"How long can {own} be? {nameof(TextLengths)} must say so.");
    }
}
