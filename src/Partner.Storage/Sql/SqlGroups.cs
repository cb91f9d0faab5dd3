namespace Partner.Storage.Sql;

/// <summary>
/// Which statements of a batch a database may carry out as one. Those of a group never touch the same row, and come in
/// few combinations, so that each combination is planned once.
/// </summary>
internal enum SqlGroups
{
    /// <summary>Quotes, reversals, anomalies: what few batches have.</summary>
    Rest,

    /// <summary>Transfers, legs, entries, events.</summary>
    Ledger,

    /// <summary>Floats, counters, usage counters, volumes: rows that are read, changed and written back.</summary>
    Balances,

    /// <summary>New top-ups with their request ids and jobs.</summary>
    Sales,

    /// <summary>Top-ups that change, their commissions and the ends of their jobs.</summary>
    Completions,
}
