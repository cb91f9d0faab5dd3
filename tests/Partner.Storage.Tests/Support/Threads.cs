using System.Runtime.CompilerServices;

namespace Partner.Storage.Tests.Support;

/// <summary>
/// Drivers block threads of the pool, and proxies within this process need some to carry their bytes: on a machine of
/// few cores the pool would grow too slowly for both.
/// </summary>
internal static class Threads
{
    [ModuleInitializer]
    internal static void Provide() => ThreadPool.SetMinThreads(128, 128);
}
