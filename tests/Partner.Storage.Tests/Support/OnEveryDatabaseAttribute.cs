using System.Reflection;
using Xunit.Sdk;

namespace Partner.Storage.Tests.Support;

/// <summary>
/// Runs a theory once on every database that can be reached, with the provider as its first argument. Absent servers
/// add no cases; <see cref="DatabasesTests"/> says so aloud.
/// </summary>
/// <param name="arguments">The arguments behind the provider.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class OnEveryDatabaseAttribute(params object[] arguments) : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        TestDatabase.Reachable.Select(provider => (object[])[provider, .. arguments]);
}
