namespace Partner.Core.Auditing;

/// <summary>Where limits count a top-up.</summary>
/// <param name="Day">Day number of the partner's day.</param>
/// <param name="In">In which counters: a bit for each.</param>
/// <param name="Outlet">The sale's outlet.</param>
/// <param name="Terminal">The sale's terminal.</param>
/// <param name="Cashier">The sale's cashier.</param>
public sealed record CountedFacts(int Day, int In, string Outlet, string Terminal, string Cashier);

/// <summary>A counter of a limit as it is stored.</summary>
/// <param name="PartnerId">The partner.</param>
/// <param name="Subject">Number of the <see cref="Limits.LimitSubject"/>.</param>
/// <param name="Outlet">The outlet, or where the terminal or cashier is.</param>
/// <param name="Holder">The terminal, the cashier or the card.</param>
/// <param name="Period">Day, month or hour.</param>
/// <param name="Card">A card of a terminal's hour; empty for all else.</param>
/// <param name="Used">Minor units of the float's currency, or cards.</param>
public sealed record LimitUseFacts(
    string PartnerId, int Subject, string Outlet, string Holder, string Period, string Card, long Used);
