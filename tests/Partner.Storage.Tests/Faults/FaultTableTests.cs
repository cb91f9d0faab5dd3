using System.Reflection;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Npgsql;
using Partner.Storage.Abstractions;
using Partner.Storage.Providers;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests.Faults;

/// <summary>What each code of each database calls for, in the words of their documentation. Needs no server.</summary>
public sealed class FaultTableTests
{
    [Theory]
    [InlineData(5)] // SQLITE_BUSY
    [InlineData(6)] // SQLITE_LOCKED
    [InlineData(15)] // SQLITE_PROTOCOL
    public void SQLite_was_in_use_by_another(int code) =>
        IsConflict(StoreProvider.Sqlite, new SqliteException("", code));

    [Theory]
    [InlineData(7)] // SQLITE_NOMEM
    [InlineData(8)] // SQLITE_READONLY
    [InlineData(10)] // SQLITE_IOERR
    [InlineData(13)] // SQLITE_FULL
    [InlineData(14)] // SQLITE_CANTOPEN
    public void SQLite_takes_nothing_now(int code) => IsAway(StoreProvider.Sqlite, new SqliteException("", code));

    [Theory]
    [InlineData(1)] // SQLITE_ERROR
    [InlineData(11)] // SQLITE_CORRUPT
    [InlineData(19)] // SQLITE_CONSTRAINT
    [InlineData(26)] // SQLITE_NOTADB
    public void Other_faults_of_SQLite_last(int code) => Lasts(StoreProvider.Sqlite, new SqliteException("", code));

    [Theory]
    [InlineData("40001")] // serialization_failure
    [InlineData("40P01")] // deadlock_detected
    [InlineData("55P03")] // lock_not_available
    [InlineData("57014")] // query_canceled, as by statement_timeout
    public void PostgreSQL_was_in_use_by_another(string state) => IsConflict(StoreProvider.Postgres, Postgres(state));

    [Theory]
    [InlineData("08000")]
    [InlineData("08006")] // connection_failure
    [InlineData("08P01")] // protocol_violation
    [InlineData("25006")] // read_only_sql_transaction
    [InlineData("25P03")] // idle_in_transaction_session_timeout
    [InlineData("25P04")] // transaction_timeout
    [InlineData("53100")] // disk_full
    [InlineData("53200")] // out_of_memory
    [InlineData("53300")] // too_many_connections
    [InlineData("57P01")] // admin_shutdown
    [InlineData("57P02")] // crash_shutdown
    [InlineData("57P03")] // cannot_connect_now
    [InlineData("57P05")] // idle_session_timeout
    [InlineData("58030")] // io_error
    public void PostgreSQL_takes_nothing_now(string state) => IsAway(StoreProvider.Postgres, Postgres(state));

    [Theory]
    [InlineData("23505")] // unique_violation
    [InlineData("42P01")] // undefined_table
    [InlineData("22001")] // string_data_right_truncation
    public void Other_faults_of_PostgreSQL_last(string state) => Lasts(StoreProvider.Postgres, Postgres(state));

    [Fact]
    public void A_time_out_of_the_driver_is_a_database_that_does_not_answer() =>
        IsAway(StoreProvider.Postgres, new NpgsqlException("Exception while reading", new TimeoutException()));

    [Theory]
    [InlineData(1204)]
    [InlineData(1205)]
    [InlineData(1222)]
    [InlineData(3960)]
    [InlineData(3961)]
    [InlineData(8645)]
    [InlineData(8651)]
    public void SQL_Server_was_in_use_by_another(int number) => IsConflict(StoreProvider.SqlServer, SqlServer(number));

    [Theory]
    [InlineData(-2)]
    [InlineData(-1)]
    [InlineData(2)]
    [InlineData(20)]
    [InlineData(53)]
    [InlineData(64)]
    [InlineData(121)]
    [InlineData(233)]
    [InlineData(258)]
    [InlineData(596)]
    [InlineData(701)]
    [InlineData(921)]
    [InlineData(922)]
    [InlineData(926)]
    [InlineData(927)]
    [InlineData(952)]
    [InlineData(976)]
    [InlineData(978)]
    [InlineData(979)]
    [InlineData(982)]
    [InlineData(983)]
    [InlineData(988)]
    [InlineData(1101)]
    [InlineData(1105)]
    [InlineData(3906)]
    [InlineData(4060)]
    [InlineData(4221)]
    [InlineData(6005)]
    [InlineData(6006)]
    [InlineData(9002)]
    [InlineData(10053)]
    [InlineData(10054)]
    [InlineData(10060)]
    [InlineData(10061)]
    [InlineData(10928)]
    [InlineData(10929)]
    [InlineData(17142)]
    [InlineData(17197)]
    [InlineData(18401)]
    [InlineData(18456)]
    [InlineData(40143)]
    [InlineData(40197)]
    [InlineData(40501)]
    [InlineData(40540)]
    [InlineData(40613)]
    [InlineData(49918)]
    [InlineData(49919)]
    [InlineData(49920)]
    public void SQL_Server_takes_nothing_now(int number) => IsAway(StoreProvider.SqlServer, SqlServer(number));

    [Theory]
    [InlineData(547)] // a broken check
    [InlineData(2601)] // duplicate key of an index
    [InlineData(2627)] // duplicate key
    [InlineData(2628)] // text that is too long
    [InlineData(208)] // no such table
    public void Other_faults_of_SQL_Server_last(int number) => Lasts(StoreProvider.SqlServer, SqlServer(number));

    [Fact]
    public void What_ends_a_connection_to_SQL_Server_is_away_whatever_its_number() =>
        IsAway(StoreProvider.SqlServer, SqlServer(12_345, severity: 20));

    [Fact]
    public void The_first_known_number_of_several_counts() =>
        IsConflict(StoreProvider.SqlServer, SqlServer([3621, 1205], severity: 13));

    [Theory]
    [MemberData(nameof(OfflineModel.Providers), MemberType = typeof(OfflineModel))]
    public void A_cause_deep_inside_is_found(StoreProvider provider) => IsAway(
        provider, new InvalidOperationException("EF wraps it", new IOException("cut")));

    [Theory]
    [InlineData(18456)]
    [InlineData(976)]
    [InlineData(3906)]
    [InlineData(547)]
    public void A_failed_opening_is_a_database_that_is_away_whatever_its_number(int number) => IsAway(
        StoreProvider.SqlServer, new StoreUnavailableException("no entry", SqlServer(number)));

    private static void IsConflict(StoreProvider provider, Exception fault) =>
        Assert.Equal(FaultKind.Conflict, OfflineModel.DatabaseOf(provider).Classify(fault));

    private static void IsAway(StoreProvider provider, Exception fault) =>
        Assert.Equal(FaultKind.Unreachable, OfflineModel.DatabaseOf(provider).Classify(fault));

    private static void Lasts(StoreProvider provider, Exception fault) =>
        Assert.Equal(FaultKind.Lasting, OfflineModel.DatabaseOf(provider).Classify(fault));

    private static PostgresException Postgres(string state) => new("", "ERROR", "ERROR", state);

    private static SqlException SqlServer(int number, byte severity = 16) => SqlServer([number], severity);

    // The driver lets nobody else make one.
    private static SqlException SqlServer(int[] numbers, byte severity)
    {
        const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic;
        var errors = (SqlErrorCollection)Activator.CreateInstance(typeof(SqlErrorCollection), nonPublic: true)!;
        var add = typeof(SqlErrorCollection).GetMethod("Add", Hidden)!;
        var make = typeof(SqlError).GetConstructors(Hidden).MinBy(maker => maker.GetParameters().Length)!;
        foreach (var number in numbers)
        {
            add.Invoke(errors, [make.Invoke([.. make.GetParameters().Select(parameter => parameter.Name switch
            {
                "infoNumber" => number,
                "errorClass" => severity,
                _ => parameter.ParameterType == typeof(string) ? "" : parameter.HasDefaultValue
                    ? parameter.DefaultValue
                    : parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType) : null,
            })])]);
        }

        var create = typeof(SqlException).GetMethods(Hidden).Single(method => method.Name == "CreateException"
            && method.GetParameters() is [{ ParameterType: var first }, { ParameterType: var second }]
            && first == typeof(SqlErrorCollection) && second == typeof(string));
        return (SqlException)create.Invoke(null, [errors, ""])!;
    }
}
