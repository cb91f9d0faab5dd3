using Grpc.Core;
using Leb.Partner.V1;
using Partner.Core.Errors;
using Partner.Core.Organisations;
using Partner.Server.Contract;
using Partner.Server.Security;
using Partner.Storage;

namespace Partner.Server.Organisations;

/// <summary>What a call to list units asks for.</summary>
internal sealed record UnitFilter(
    UnitKind Kind, string Outlet, OrganisationStatus Status, int PageSize, string PageToken);

/// <summary>
/// What outlets, terminals and cashiers have in common: each is found, listed, registered and changed in the same way,
/// and what is another outlet's does not exist for an outlet's certificate.
/// </summary>
public sealed class UnitCalls(PartnerStore store, OrganisationCache cache, TimeProvider clock)
{
    private const int UsualPage = 50;
    private const int LargestPage = 500;

    internal async Task<OrganisationUnit> GetAsync(
        UnitKind kind, string outlet, string reference, ServerCallContext context)
    {
        var key = Key(new RequestReader(), context.GetCaller(), kind, outlet, reference);
        return await store.Organisations.FindAsync(
                context.GetCaller().PartnerId, key, context.CancellationToken)
            ?? throw new RefusalException(OrganisationDecision.NotFound(kind));
    }

    internal async Task<(List<OrganisationUnit> Units, string Next)> ListAsync(
        UnitFilter asked, ServerCallContext context)
    {
        var (caller, reader) = (context.GetCaller(), new RequestReader());
        var size = reader.PageSize(asked.PageSize, UsualPage, LargestPage);
        var status = (UnitStatus?)reader.Choice(asked.Status, false, "status");
        var given = reader.Text(asked.Outlet, UnitReference.Longest, "outlet");
        reader.ThrowIfRefused();
        var isOutlets = asked.Kind == UnitKind.Outlet;
        var outlet = isOutlets ? "" : caller.OutletFor(given).OrThrow();
        var filter = $"units\u001f{asked.Kind}\u001f{caller.Outlet}\u001f{outlet}\u001f{status}";
        var after = PageTokens.ReadPlace<Place>(
            asked.PageToken, caller.PartnerId, filter, text => Place.Of(asked.Kind, text)).OrThrow();
        if (isOutlets && caller.Outlet is { } own)
        {
            var only = await store.Organisations.FindAsync(
                caller.PartnerId, UnitKey.OfOutlet(own), context.CancellationToken);
            return (only is not null && (status ?? only.Status) == only.Status ? [only] : [], "");
        }

        if (asked.Kind == UnitKind.Terminal && caller.Terminal is { } till)
        {
            var itself = await store.Organisations.FindAsync(
                caller.PartnerId, new UnitKey(UnitKind.Terminal, outlet, till), context.CancellationToken);
            return (itself is not null && (status ?? itself.Status) == itself.Status ? [itself] : [], "");
        }

        // One more than asked for: whether there are more is seen by it.
        var found = await store.Organisations.ListAsync(
            caller.PartnerId, asked.Kind, outlet.Length == 0 ? null : outlet, status, after?.Key, size + 1,
            context.CancellationToken);
        return found.Count <= size
            ? (found, "")
            : (found.GetRange(0, size), PageTokens.Make(caller.PartnerId, filter, Place.Text(found[size - 1].Key)));
    }

    internal async Task<(OrganisationUnit Unit, bool Replayed)> CreateAsync(
        UnitKind kind, string outlet, string reference, string name, string comment, ServerCallContext context)
    {
        var (caller, reader) = (context.GetCaller(), new RequestReader());
        if (kind != UnitKind.Outlet)
        {
            outlet = reader.Known(outlet.Length == 0 ? caller.Outlet ?? "" : outlet, "outlet");
        }

        var key = new UnitKey(kind, outlet, reader.Reference(reference, "reference"));
        var order = new UnitOrder(key, reader.UnitName(name, "name"), null);
        var by = caller.By(reader.Comment(comment));
        reader.ThrowIfRefused();
        RefuseOutlets(caller, kind);
        if (!caller.Sees(key.OwnOutlet))
        {
            throw new RefusalException(OrganisationDecision.NotFound(UnitKind.Outlet));
        }

        EnsureOwn(caller, key);
        var change = await store.Organisations.CreateAsync(
            caller.PartnerId, order, clock.GetUtcNow(), Arrival.Now(context.CancellationToken), by);
        return (Done(change).Unit, change.Value.Outcome == UnitOutcome.Unchanged);
    }

    internal async Task<OrganisationUnit> UpdateAsync(
        RequestReader reader, UnitKind kind, string outlet, string reference, string? name, UnitStatus? status,
        string comment, ServerCallContext context)
    {
        var caller = context.GetCaller();
        var by = caller.By(reader.Comment(comment));
        var key = Key(reader, caller, kind, outlet, reference);
        RefuseOutlets(caller, kind);
        EnsureOwn(caller, key);
        var change = await store.Organisations.ChangeAsync(
            caller.PartnerId, new UnitOrder(key, name, status), clock.GetUtcNow(),
            Arrival.Now(context.CancellationToken), by);
        return Done(change).Unit;
    }

    internal Task<OrganisationUnit> CloseAsync(
        UnitKind kind, string outlet, string reference, string comment, ServerCallContext context) =>
        UpdateAsync(new RequestReader(), kind, outlet, reference, null, UnitStatus.Closed, comment, context);

    /// <summary>Whatever is the whole partner's, an outlet's certificate does not change.</summary>
    internal static void RefuseOutlets(Caller caller, UnitKind kind)
    {
        if (kind == UnitKind.Outlet && caller.Outlet is { } own)
        {
            throw new RefusalException(new Refusal(Reason.OutletMismatch).With("outlet", own));
        }
    }

    /// <summary>A certificate of a terminal changes that terminal, and nothing else of its outlet.</summary>
    /// <param name="caller">The caller.</param>
    /// <param name="key">What it would change; of its outlet.</param>
    /// <returns>TERMINAL_MISMATCH; null where it may.</returns>
    internal static Refusal? RefuseOthers(Caller caller, UnitKey key) =>
        caller.Terminal is not { } own || (key.Kind == UnitKind.Terminal && key.Reference == own)
            ? null
            : new Refusal(Reason.TerminalMismatch).With("terminal", own);

    private static UnitKey Key(
        RequestReader reader, Caller caller, UnitKind kind, string outlet, string reference)
    {
        if (kind != UnitKind.Outlet)
        {
            outlet = reader.Known(outlet.Length == 0 ? caller.Outlet ?? "" : outlet, "outlet");
        }

        var field = kind switch
        {
            UnitKind.Outlet => "outlet",
            UnitKind.Terminal => "terminal",
            _ => "cashier",
        };
        var key = new UnitKey(kind, outlet, reader.Known(reference, field));
        reader.ThrowIfRefused();
        return caller.Sees(key.OwnOutlet) && (kind != UnitKind.Terminal || (caller.Terminal ?? reference) == reference)
            ? key
            : throw new RefusalException(OrganisationDecision.NotFound(kind));
    }

    private static void EnsureOwn(Caller caller, UnitKey key)
    {
        if (RefuseOthers(caller, key) is { } others)
        {
            throw new RefusalException(others);
        }
    }

    private UnitChange Done(Result<UnitChange> change)
    {
        // What a process changes shows at its next call, and also where its answer is lost.
        cache.Changed();
        return change.OrThrow();
    }

    private sealed record Place(UnitKey Key)
    {
        private const char Between = '\u001f';

        public static string Text(UnitKey key) => $"{key.Outlet}{Between}{key.Reference}";

        public static Place? Of(UnitKind kind, string text) => text.Split(Between) is [var outlet, var reference]
            ? new Place(new UnitKey(kind, outlet, reference))
            : null;
    }
}
