namespace Partner.Storage.Writing.Tables;

/// <summary>A request id of a partner.</summary>
internal readonly record struct RequestKey(PartnerId PartnerId, RequestId RequestId);

/// <summary>A top-up, reversal, quote or transfer of a partner.</summary>
internal readonly record struct ResourceKey(PartnerId PartnerId, string Id);

/// <summary>A float.</summary>
/// <param name="Currency">Code of the currency.</param>
internal readonly record struct FloatKey(PartnerId PartnerId, string Currency);

/// <summary>What the duplicate guard looks for: sales of one plan to one card by one partner.</summary>
internal readonly record struct DuplicateKey(PartnerId PartnerId, string Card, PlanCode PlanCode);

/// <summary>A partner's live sales to a card, of any plan.</summary>
/// <param name="Since">Only those that were saved after this time, in ticks.</param>
internal readonly record struct RecentKey(PartnerId PartnerId, string Card, long Since);

/// <summary>A plan's live sales to a card, by whichever partner.</summary>
/// <param name="Since">Only those that were saved after this time, in ticks.</param>
internal readonly record struct StretchKey(string Card, PlanCode PlanCode, long Since);

/// <summary>A card as a customer of a partner has it.</summary>
internal readonly record struct CardKey(PartnerId PartnerId, string Card);

/// <summary>A terminal of a partner, registered or not.</summary>
/// <param name="Outlet">Its outlet; may be empty.</param>
internal readonly record struct TerminalKey(PartnerId PartnerId, string Outlet, string Terminal);

/// <summary>An outlet, terminal or cashier of a partner, and whatever looks like it.</summary>
/// <param name="Outlet">The outlet that it belongs to; empty for an outlet.</param>
/// <param name="LooksLike">What its reference looks like.</param>
internal readonly record struct UnitLookKey(PartnerId PartnerId, int Kind, string Outlet, string LooksLike);

/// <summary>What a usage counter counts. Numbers are stored.</summary>
internal enum UsageScope
{
    /// <summary>A card's PROCESSING and SUCCEEDED top-ups at all partners: a lock only, nothing is counted.</summary>
    Card = 1,

    /// <summary>A promotion's uses in all.</summary>
    Promotion = 2,

    /// <summary>A promotion's uses by a partner.</summary>
    PromotionPartner = 3,

    /// <summary>A promotion's uses by a card.</summary>
    PromotionCard = 4,
}

/// <summary>A usage counter.</summary>
/// <param name="Scope">The kind.</param>
/// <param name="Promotion">The promotion; empty for <see cref="UsageScope.Card"/>.</param>
/// <param name="Subject">The card or partner; empty for <see cref="UsageScope.Promotion"/>.</param>
internal readonly record struct UsageKey(UsageScope Scope, string Promotion, string Subject);

/// <summary>How far something is used up.</summary>
/// <param name="Uses">How often.</param>
/// <param name="Spent">Minor units or points.</param>
internal sealed record Usage(long Uses, long Spent)
{
    public static readonly Usage None = new(0, 0);
}

/// <summary>A partner's counters.</summary>
/// <param name="Event">Number of its latest event.</param>
/// <param name="Receipt">Number of its latest receipt.</param>
/// <param name="Organisation">
/// Version of its organisation: every change of what may sell, and every day that is closed, raises it.
/// </param>
internal sealed record Counters(long Event, long Receipt, long Organisation);
