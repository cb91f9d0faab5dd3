using Microsoft.Data.SqlClient;
using Npgsql;
using Partner.Storage.Abstractions;
using Partner.Storage.Providers.Postgres;

namespace Partner.Storage.Tests.Faults;

/// <summary>Every wait has a bound unless the operator chose another. Needs no server.</summary>
public sealed class ConnectionSettingsTests
{
    private const string ByIndex =
        "enable_seqscan=off -c enable_bitmapscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off " +
        "-c cpu_tuple_cost=1 -c cpu_index_tuple_cost=1";

    [Fact]
    public void PostgreSQL_is_waited_for_as_long_as_callers_have_patience()
    {
        var settings = new NpgsqlConnectionStringBuilder(new PostgresSettings("Host=here").Usual);

        Assert.Equal((5, 5, 1000), (settings.Timeout, settings.CommandTimeout, settings.CancellationTimeout));
        Assert.Equal((true, 10, 5), (settings.TcpKeepAlive, settings.TcpKeepAliveTime, settings.TcpKeepAliveInterval));

        // An attempt before the first takes its time off it, and may leave so little that the next waits for ever.
        Assert.Equal(GssEncryptionMode.Disable, settings.GssEncryptionMode);
        Assert.Equal($"-c {ByIndex} -c idle_in_transaction_session_timeout=15000", settings.Options);
        Assert.Equal((64, "partner"), (settings.MaxAutoPrepare, settings.ApplicationName));
    }

    [Fact]
    public void What_the_operator_says_of_PostgreSQL_stays()
    {
        var settings = new NpgsqlConnectionStringBuilder(new PostgresSettings(
            "Host=here;Timeout=7;CommandTimeout=8;Cancellation Timeout=9;Keepalive=10;Application Name=till;" +
            "Max Auto Prepare=11;GSS Encryption Mode=Prefer;Options=-c geqo=off").Usual);

        Assert.Equal(GssEncryptionMode.Prefer, settings.GssEncryptionMode);
        Assert.Equal((7, 8, 9), (settings.Timeout, settings.CommandTimeout, settings.CancellationTimeout));
        Assert.Equal((10, false, 11), (settings.KeepAlive, settings.TcpKeepAlive, settings.MaxAutoPrepare));
        Assert.Equal("till", settings.ApplicationName);
        Assert.Equal($"-c geqo=off -c {ByIndex} -c idle_in_transaction_session_timeout=15000", settings.Options);
    }

    [Fact]
    public void Statements_about_rows_are_planned_for_any_number_of_them()
    {
        var settings = new PostgresSettings("Host=here");

        Assert.Equal(
            new NpgsqlConnectionStringBuilder(settings.Usual).Options + " -c plan_cache_mode=force_generic_plan",
            new NpgsqlConnectionStringBuilder(settings.ForRows).Options);
    }

    [Fact]
    public void Long_work_on_PostgreSQL_is_neither_cut_short_nor_ended_while_it_thinks()
    {
        var settings = new NpgsqlConnectionStringBuilder(new PostgresSettings("Host=here").LongWork);

        Assert.Equal((5, 600, null), (settings.Timeout, settings.CommandTimeout, settings.Options));
    }

    [Fact]
    public void Behind_a_pooler_nothing_is_asked_for_that_outlives_a_transaction()
    {
        var pooled = new PostgresSettings("Host=here;Max Auto Prepare=0");
        var settings = new NpgsqlConnectionStringBuilder(pooled.Usual);

        Assert.True(pooled.Pooled);
        Assert.Equal((0, null), (settings.MaxAutoPrepare, settings.Options));
        Assert.Equal(pooled.Usual, pooled.ForRows);
    }

    [Fact]
    public void SQL_Server_is_waited_for_as_long_as_callers_have_patience()
    {
        var settings = SqlServer("Server=here");

        Assert.Equal((5, 5), (settings.ConnectTimeout, settings.CommandTimeout));
        Assert.Equal((0, 1), (settings.ConnectRetryCount, settings.ConnectRetryInterval));
    }

    [Theory]
    [InlineData("Connect Timeout=7;Command Timeout=8;ConnectRetryCount=2;ConnectRetryInterval=3")]
    [InlineData("Connection Timeout=7;Command Timeout=8;Connect Retry Count=2;Connect Retry Interval=3")]
    [InlineData("timeout=7;command timeout=8;connectretrycount=2;connectretryinterval=3")]
    public void What_the_operator_says_of_SQL_Server_stays(string given)
    {
        var settings = SqlServer("Server=here;" + given);

        Assert.Equal((7, 8), (settings.ConnectTimeout, settings.CommandTimeout));
        Assert.Equal((2, 3), (settings.ConnectRetryCount, settings.ConnectRetryInterval));
    }

    private static SqlConnectionStringBuilder SqlServer(string given)
    {
        using var connection = Databases.Of(new StoreOptions(StoreProvider.SqlServer, given)).Unopened();
        return new SqlConnectionStringBuilder(connection.ConnectionString);
    }
}
