using Partner.Core.Errors;
using Partner.Core.Identity;
using Partner.Core.Texts;

namespace Partner.Core.Accounts;

/// <summary>What a certificate shall stand for and may do.</summary>
/// <param name="Scope">For whom it stands.</param>
/// <param name="Permissions">What it may do.</param>
public sealed record CertificateGrant(CertificateScope Scope, Permissions Permissions)
{
    /// <summary>Why whoever has one grant may not hand out another; null when it may.</summary>
    /// <param name="wanted">What it would hand out.</param>
    /// <returns>CERTIFICATE_SCOPE_TOO_WIDE with what it lacks.</returns>
    public Refusal? Refuse(CertificateGrant wanted)
    {
        if (!Scope.Covers(wanted.Scope))
        {
            var own = new Refusal(Reason.CertificateScopeTooWide).With("outlet", Scope.Outlet ?? "");
            return Scope.Terminal is { } terminal ? own.With("terminal", terminal) : own;
        }

        // The operator's own permission is never handed out by a partner.
        var lacking = (wanted.Permissions & ~Permissions) | (wanted.Permissions & Permissions.Operator);
        return lacking == Permissions.None
            ? null
            : new Refusal(Reason.CertificateScopeTooWide).With("permissions", Words(lacking));
    }

    private static string Words(Permissions permissions) => string.Join(
        ", ",
        Enum.GetValues<Permissions>()
            .Where(one => one != Permissions.None && permissions.HasFlag(one))
            .Select(EnumWord.Lower));
}
