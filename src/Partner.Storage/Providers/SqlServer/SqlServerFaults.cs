using Microsoft.Data.SqlClient;

namespace Partner.Storage.Providers.SqlServer;

/// <summary>
/// What SQL Server's error numbers call for: the lists of "Database engine events and errors" and of "Transient errors"
/// in its documentation. A failed opening needs no number: see <see cref="Database"/>.
/// </summary>
internal static class SqlServerFaults
{
    // "Errors with a severity level of 20 through 25 … the connection … is terminated."
    private const byte ConnectionIsLost = 20;

    /// <summary>Another transaction was in the way; the connection is as good as before.</summary>
    public static readonly IReadOnlyCollection<int> Conflicts =
    [
        1204, // no lock can be had at this time
        1205, // deadlock victim
        1222, // lock request time-out
        3960, // snapshot update conflict
        3961, // a table was altered under a snapshot
        8645, // no memory for the query in time
        8651, // not as much memory for the query as it needs
        41302, 41305, 41325, 41839, // the same of memory-optimised tables
    ];

    /// <summary>
    /// Time-outs, the network, and servers that shut down, fail over, are full or refuse for a while.
    /// </summary>
    public static readonly IReadOnlyCollection<int> Away =
    [
        -2, -1, // time-out of the client; no connection
        2, 20, 53, 64, 121, 233, 258, // named pipes, TLS, network name gone, no process at the other end
        596, 615, 617, // session is being killed; a database that was closed meanwhile
        701, 802, // out of memory
        845, // time-out on a page
        921, 922, 927, 952, // a database that recovers, is restored, is in transition
        926, 945, // a suspect one, one without its files
        976, 978, 979, 982, 983, 988, // availability groups: this replica takes no such connections now
        1101, 1105, 9002, // no space in a file group or in the log
        3906, 3908, // read-only; emergency mode
        4060, 4221, // no such database now; login to a secondary that waits for row versions
        6005, 6006, // shutdown
        10053, 10054, 10060, 10061, // the network
        10922, 10928, 10929, 10936, // limits of resources
        17142, 17197, // paused; no login in time
        18401, 18456, 18461, // script upgrade, login failed (in the middle of a fail-over), single-user mode
        35250, // connection to the primary is not active
        40143, 40166, 40197, 40501, 40540, 40544, 40549, 40613, 42108, 42109, // Azure
        49918, 49919, 49920,
    ];

    private static readonly Dictionary<int, FaultKind> Kinds = Conflicts
        .Select(number => KeyValuePair.Create(number, FaultKind.Conflict))
        .Concat(Away.Select(number => KeyValuePair.Create(number, FaultKind.Unreachable)))
        .ToDictionary();

    /// <summary>What a fault calls for, apart from its cause.</summary>
    public static FaultKind Of(Exception fault)
    {
        if (fault is not SqlException answer)
        {
            return FaultKind.Lasting;
        }

        // One exception may tell several things; the first that is known counts.
        foreach (SqlError error in answer.Errors)
        {
            if (Kinds.TryGetValue(error.Number, out var kind))
            {
                return kind;
            }
        }

        return answer.Class >= ConnectionIsLost ? FaultKind.Unreachable : FaultKind.Lasting;
    }
}
