using Partner.Core.Errors;
using Partner.Core.Identity;
using Partner.Core.Organisations;
using Partner.Core.Texts;
using Partner.Storage.Model;
using Partner.Storage.Writing;

namespace Partner.Storage;

/// <summary>
/// For whom certificates and codes are made: for an active partner, and for no outlet or terminal that is closed for
/// ever. One that is suspended may exchange its devices meanwhile; its sales are refused.
/// </summary>
internal static class EnrollmentStanding
{
    /// <summary>Why nothing is made for somebody; the partner's chain is locked.</summary>
    /// <param name="scope">For whom of the partner.</param>
    /// <returns>
    /// PARTNER_CLOSED, PARTNER_SUSPENDED, OUTLET_NOT_ACTIVE or TERMINAL_NOT_ACTIVE; null where it may.
    /// </returns>
    public static Refusal? Refuse(SeparateSession session, PartnerId partnerId, CertificateScope scope) =>
        Partners.Read(session.Commands, partnerId)?.Status switch
        {
            PartnerStatus.Closed => new Refusal(Reason.PartnerClosed),
            PartnerStatus.Suspended => new Refusal(Reason.PartnerSuspended),
            _ => scope.Outlet is { } outlet ? RefuseUnits(session.Context, partnerId, outlet, scope.Terminal) : null,
        };

    private static Refusal? RefuseUnits(
        PartnerDbContext context, PartnerId partnerId, string outlet, string? terminal) =>
        RefuseUnit(context, partnerId, UnitKey.OfOutlet(outlet), Reason.OutletNotActive)
        ?? (terminal is null
            ? null
            : RefuseUnit(
                context, partnerId, new UnitKey(UnitKind.Terminal, outlet, terminal), Reason.TerminalNotActive));

    // What is not registered is free; the database may take names for equal that are not.
    private static Refusal? RefuseUnit(PartnerDbContext context, PartnerId partnerId, UnitKey key, Reason reason) =>
        context.OrganisationUnits
            .Where(row => row.PartnerId == partnerId.Value && row.Kind == (int)key.Kind
                && row.Outlet == key.Outlet && row.UnitReference == key.Reference)
            .AsEnumerable().Select(row => row.ToRecord())
            .Any(unit => unit.Key == key && unit.Status == UnitStatus.Closed)
            ? new Refusal(reason)
                .With(EnumWord.Lower(key.Kind), key.Reference)
                .With("status", EnumWord.Upper(UnitStatus.Closed))
            : null;
}
