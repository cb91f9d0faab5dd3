using Partner.Core.Limits;

namespace Partner.Server.Allowances;

/// <summary>Reads a partner's limits in the store.</summary>
/// <param name="partnerId">The partner.</param>
/// <param name="cancel">Gives it up.</param>
public delegate Task<LimitBook> LimitLookup(PartnerId partnerId, CancellationToken cancel);
