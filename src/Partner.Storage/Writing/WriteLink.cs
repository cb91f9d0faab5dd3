using System.Data;
using System.Data.Common;
using Partner.Storage.Model;
using Partner.Storage.Providers;

namespace Partner.Storage.Writing;

/// <summary>The connection that a group commit writes with, and all that hangs on it.</summary>
internal sealed class WriteLink : IDisposable
{
    private readonly Database _database;
    private readonly DbConnection _connection;
    private readonly PartnerDbContext _context;
    private readonly StatementCache _statements;
    private readonly WriteSession _session;

    /// <summary>Opens a connection.</summary>
    /// <param name="database">The database.</param>
    public WriteLink(Database database)
    {
        _database = database;
        _connection = database.Open();
        _context = database.Context(_connection, ownsConnection: false);
        _statements = new StatementCache(_connection, database.Dialect);
        _session = new WriteSession(_context, _statements);
    }

    /// <summary>Whether the connection is gone for good.</summary>
    public bool IsBroken => _connection.State != ConnectionState.Open;

    /// <summary>Carries out members in one transaction; when it throws, whether it took effect is not known.</summary>
    /// <param name="members">The members.</param>
    public void Commit(IReadOnlyList<GroupMember> members)
    {
        try
        {
            using var transaction = _database.BeginWrite(_connection);
            _statements.Transaction = transaction;
            foreach (var member in members)
            {
                member.Apply(_session);
            }

            _session.Flush();
            transaction.Commit();
        }
        catch
        {
            _session.Forget();
            throw;
        }
        finally
        {
            _statements.Transaction = null;
        }
    }

    public void Dispose()
    {
        _statements.Dispose();
        _context.Dispose();
        _connection.Dispose();
    }
}
