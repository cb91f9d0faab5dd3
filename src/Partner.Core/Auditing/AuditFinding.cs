using Partner.Core.Texts;

namespace Partner.Core.Auditing;

/// <summary>One defect. Texts carry no whole card number.</summary>
/// <param name="Code">What is wrong.</param>
/// <param name="Subject">What it is wrong with, as a path: "partners/p1/topUps/01H…".</param>
/// <param name="Detail">What was found and what was expected.</param>
public sealed record AuditFinding(AuditCode Code, string Subject, Wording Detail)
{
    /// <summary>The code as it is printed: <c>TRANSFER_UNBALANCED</c>.</summary>
    public string CodeName => EnumWord.Upper(Code);
}

/// <summary>Collects findings in the order in which they are made.</summary>
/// <param name="told">Told of each when it is made; null for nobody.</param>
internal sealed class Findings(Action<AuditFinding>? told = null)
{
    private readonly List<AuditFinding> _all = [];

    public IReadOnlyList<AuditFinding> All => _all;

    /// <summary>Adds a finding, whose detail is told as <see cref="Told.Of"/> does it.</summary>
    public void Add(AuditCode code, string subject, EnglishSentence english, ChineseSentence chinese) =>
        Add(code, subject, Told.Of(english, chinese));

    public void Add(AuditCode code, string subject, Wording detail)
    {
        var finding = new AuditFinding(code, subject, detail);
        _all.Add(finding);
        told?.Invoke(finding);
    }
}
