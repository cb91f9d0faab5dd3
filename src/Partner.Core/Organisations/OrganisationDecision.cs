using Partner.Core.Errors;
using Partner.Core.Texts;

namespace Partner.Core.Organisations;

/// <summary>How a unit shall be.</summary>
/// <param name="Key">Which one.</param>
/// <param name="Name">Its name; null: as it is, and the reference for a new one.</param>
/// <param name="Status">Its status; null: as it is, and active for a new one.</param>
public sealed record UnitOrder(UnitKey Key, string? Name, UnitStatus? Status);

/// <summary>What an order comes to.</summary>
public enum UnitOutcome
{
    /// <summary>It is as asked already.</summary>
    Unchanged,

    /// <summary>It is new.</summary>
    Created,

    /// <summary>It is changed.</summary>
    Updated,
}

/// <summary>A unit after an order.</summary>
/// <param name="Unit">As it is to be stored.</param>
/// <param name="Outcome">Whether anything is to be stored.</param>
public sealed record UnitChange(OrganisationUnit Unit, UnitOutcome Outcome);

/// <summary>
/// What becomes of orders to register and change units. All of it is setting values: repeating is harmless.
/// </summary>
public static class OrganisationDecision
{
    /// <summary>Registers a unit, or finds it as it would be.</summary>
    /// <param name="alike">What is registered under the reference, or one that looks like it; null: nothing.</param>
    /// <param name="outlet">
    /// The outlet of a terminal or cashier; null where it is not registered, and of outlets.
    /// </param>
    public static Result<UnitChange> Create(
        PartnerId partnerId, UnitOrder order, OrganisationUnit? alike, OrganisationUnit? outlet, DateTimeOffset now)
    {
        if (alike is not null)
        {
            return alike.Key == order.Key && alike.Status == UnitStatus.Active && alike.Name == NameOf(order)
                ? new UnitChange(alike, UnitOutcome.Unchanged)
                : Exists(alike);
        }

        return RefuseOutlet(order.Key, outlet) is { } refusal ? refusal : New(partnerId, order, now);
    }

    /// <summary>Changes a unit that is registered.</summary>
    /// <param name="alike">As of <see cref="Create"/>.</param>
    public static Result<UnitChange> Change(UnitOrder order, OrganisationUnit? alike, DateTimeOffset now)
    {
        if (alike is null || alike.Key != order.Key)
        {
            return NotFound(order.Key.Kind);
        }

        var changed = alike with { Name = order.Name ?? alike.Name, Status = order.Status ?? alike.Status };
        if (changed == alike)
        {
            return new UnitChange(alike, UnitOutcome.Unchanged);
        }

        if (alike.Status == UnitStatus.Closed)
        {
            return new Refusal(Reason.ReferenceClosed).With("reference", alike.Key.Reference);
        }

        return new UnitChange(
            changed with { ChangedAt = now, ClosedAt = changed.Status == UnitStatus.Closed ? now : null },
            UnitOutcome.Updated);
    }

    /// <summary>Makes a unit as an import says: registers or changes it.</summary>
    /// <param name="alike">As of <see cref="Create"/>.</param>
    /// <param name="outlet">As of <see cref="Create"/>.</param>
    public static Result<UnitChange> Set(
        PartnerId partnerId, UnitOrder order, OrganisationUnit? alike, OrganisationUnit? outlet, DateTimeOffset now)
    {
        if (alike is not null)
        {
            return alike.Key == order.Key ? Change(order, alike, now) : Exists(alike);
        }

        // What comes closed is kept, too: nobody may register it again.
        var refusal = order.Status == UnitStatus.Closed && outlet is not null
            ? null
            : RefuseOutlet(order.Key, outlet);
        return refusal is not null ? refusal : New(partnerId, order, now);
    }

    /// <summary>Why there is no such unit.</summary>
    public static Refusal NotFound(UnitKind kind) => new(kind switch
    {
        UnitKind.Outlet => Reason.OutletNotFound,
        UnitKind.Terminal => Reason.TerminalNotFound,
        _ => Reason.CashierNotFound,
    });

    private static UnitChange New(PartnerId partnerId, UnitOrder order, DateTimeOffset now)
    {
        var status = order.Status ?? UnitStatus.Active;
        var unit = new OrganisationUnit
        {
            PartnerId = partnerId,
            Key = order.Key,
            Name = NameOf(order),
            Status = status,
            CreatedAt = now,
            ChangedAt = now,
            ClosedAt = status == UnitStatus.Closed ? now : null,
        };
        return new UnitChange(unit, UnitOutcome.Created);
    }

    private static Refusal? RefuseOutlet(UnitKey key, OrganisationUnit? outlet)
    {
        if (key.Kind == UnitKind.Outlet)
        {
            return null;
        }

        if (outlet is null)
        {
            return new Refusal(Reason.OutletNotFound).With("outlet", key.Outlet);
        }

        return outlet.Status == UnitStatus.Closed
            ? new Refusal(Reason.ReferenceClosed).With("reference", key.Outlet)
            : null;
    }

    private static Refusal Exists(OrganisationUnit alike) => new Refusal(Reason.ReferenceExists)
        .With("reference", alike.Key.Reference)
        .With("status", EnumWord.Upper(alike.Status));

    private static string NameOf(UnitOrder order) => order.Name ?? order.Key.Reference;
}
