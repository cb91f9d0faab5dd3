namespace Partner.Server.Tests.Support;

/// <summary>What runs when nothing else of the suite does.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
