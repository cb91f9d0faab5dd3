namespace Partner.Storage.Abstractions;

/// <summary>A sale that stands, onto a card that is about to be sold to again.</summary>
/// <param name="Id">The top-up.</param>
/// <param name="PlanCode">What was sold.</param>
/// <param name="CreatedAt">When it was saved (UTC).</param>
/// <param name="Outlet">Where; empty when none was given.</param>
/// <param name="Terminal">At which terminal; empty when none was given.</param>
public sealed record RecentSale(
    TopUpId Id, PlanCode PlanCode, DateTimeOffset CreatedAt, string Outlet, string Terminal);
