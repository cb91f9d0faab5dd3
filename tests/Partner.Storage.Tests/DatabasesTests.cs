using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;
using Xunit.Abstractions;

namespace Partner.Storage.Tests;

/// <summary>Says on which databases this suite ran, so that a green result is not taken for more than it is.</summary>
public sealed class DatabasesTests(ITestOutputHelper output)
{
    private const string NeverIn = "CI";

    [Fact]
    public void The_suite_ran_on_PostgreSQL_or_says_that_it_did_not()
    {
        var says = Say(StoreProvider.Postgres);

        // Where everything is checked before a release, PostgreSQL must have been there.
        Assert.True(TestDatabase.IsReachable(StoreProvider.Postgres) || !IsCi(), says);
    }

    [Fact]
    public void The_suite_ran_behind_PgBouncer_or_says_that_it_did_not()
    {
        var says = Pooler.Address is null
            ? $"SKIPPED: nothing ran behind PgBouncer, for {Pooler.Variable} is not set."
            : "The suite ran behind PgBouncer.";
        output.WriteLine(says);
        Console.WriteLine(says);

        Assert.True(Pooler.Address is not null || !IsCi(), says);
    }

    [Fact]
    public void The_suite_ran_on_SQL_Server_or_says_that_it_did_not() =>
        Assert.NotEmpty(Say(StoreProvider.SqlServer));

    private static bool IsCi() =>
        string.Equals(Environment.GetEnvironmentVariable(NeverIn), "true", StringComparison.OrdinalIgnoreCase);

    private string Say(StoreProvider provider)
    {
        var engine = provider == StoreProvider.SqlServer ? ", and there is no Docker engine" : "";
        var says = TestDatabase.IsReachable(provider)
            ? $"The suite ran on {provider}."
            : $"SKIPPED: not one test ran on {provider}: {TestDatabase.VariableOf(provider)} names none{engine}.";
        output.WriteLine(says);
        Console.WriteLine(says);
        return says;
    }
}
