using Partner.Core.Actions;
using Partner.Core.Errors;
using Partner.Core.Identity;

namespace Partner.Server.Security;

/// <summary>Who calls: what the connection's client certificate is registered for.</summary>
/// <param name="PartnerId">The partner. Whatever belongs to another one does not exist for the caller.</param>
/// <param name="Outlet">The one outlet that the certificate is limited to; null for the whole partner.</param>
/// <param name="Permissions">What it may do.</param>
/// <param name="Thumbprint">SHA-256 of the DER certificate, 64 lower-case hex digits.</param>
public sealed record Caller(PartnerId PartnerId, string? Outlet, Permissions Permissions, string Thumbprint)
{
    /// <summary>The one terminal of its outlet that the certificate is limited to; null for all of them.</summary>
    public string? Terminal { get; init; }

    /// <summary>For whom it stands.</summary>
    public CertificateScope Scope => new(Outlet, Terminal);

    /// <summary>Whether it is an operator: it belongs to no partner, and may use the back office.</summary>
    public bool IsOperator => Permissions.HasFlag(Permissions.Operator) && PartnerId == RecordedAction.CommonChain;

    /// <summary>A partner's caller as the action log names it.</summary>
    /// <param name="why">Why it does something; empty where it does not say.</param>
    public ActionBy By(string why = "") => new(ActionActor.Partner(Thumbprint), why);

    /// <summary>Whether the caller has one of several permissions.</summary>
    /// <param name="anyOf">The permissions, combined; <see cref="Permissions.None"/> is held by everybody.</param>
    public bool Has(Permissions anyOf) => anyOf == Permissions.None || (Permissions & anyOf) != 0;

    /// <summary>
    /// Whether the caller may see what belongs to an outlet, and to no terminal of it: its own, or any if it is not
    /// limited to one.
    /// </summary>
    /// <param name="outlet">The outlet; null or empty when none was given.</param>
    public bool Sees(string? outlet) => Outlet is null || Outlet == outlet;

    /// <summary>Whether the caller may see what was done at a terminal: its own, or any of its outlet.</summary>
    /// <param name="outlet">The outlet; null or empty when none was given.</param>
    /// <param name="terminal">The terminal; null or empty when none was given.</param>
    public bool Sees(string? outlet, string? terminal) =>
        Sees(outlet) && (Terminal is null || Terminal == terminal);

    /// <summary>
    /// The outlet that a request is about: a caller limited to one outlet fills it in, and must agree where it is
    /// given.
    /// </summary>
    /// <param name="requested">The outlet in the request; null or empty when it names none.</param>
    /// <returns>The outlet, empty when there is none; or a refusal with OUTLET_MISMATCH.</returns>
    public Result<string> OutletFor(string? requested)
    {
        if (Outlet is null)
        {
            return requested ?? "";
        }

        return string.IsNullOrEmpty(requested) || requested == Outlet
            ? Outlet
            : new Refusal(Reason.OutletMismatch).With("outlet", Outlet);
    }

    /// <summary>
    /// The terminal that a request is about: a caller limited to one terminal fills it in, and must agree where it is
    /// given.
    /// </summary>
    /// <param name="requested">The terminal in the request; null or empty when it names none.</param>
    /// <returns>The terminal, empty when there is none; or a refusal with TERMINAL_MISMATCH.</returns>
    public Result<string> TerminalFor(string? requested)
    {
        if (Terminal is null)
        {
            return requested ?? "";
        }

        return string.IsNullOrEmpty(requested) || requested == Terminal
            ? Terminal
            : new Refusal(Reason.TerminalMismatch).With("terminal", Terminal);
    }
}
