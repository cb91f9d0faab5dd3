using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Partner.Core.Auditing;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Tests.Support;

namespace Partner.Storage.Tests.Auditing;

/// <summary>
/// For each kind of database, one with every operation in every state, written by the store itself; tests spoil copies.
/// </summary>
public sealed partial class SoundRecords : IAsyncLifetime
{
    /// <summary>How many top-ups it holds.</summary>
    public const int AllTopUps = 28;

    private readonly Dictionary<StoreProvider, Lazy<Task<TestDatabase>>> _originals = Enum.GetValues<StoreProvider>()
        .ToDictionary(provider => provider, provider => new Lazy<Task<TestDatabase>>(() => WriteAsync(provider)));

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var original in _originals.Values.Where(original => original.IsValueCreated))
        {
            await (await original.Value).DisposeAsync();
        }
    }

    /// <summary>A copy that the caller may spoil and must dispose.</summary>
    internal async Task<TestDatabase> CopyAsync(StoreProvider provider) =>
        TestDatabase.CopyOf(await _originals[provider].Value);

    /// <summary>Changes a database behind the store's back; the schema's own checks do not apply.</summary>
    internal static void Spoil(TestDatabase database, string sql)
    {
        using var connection = database.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = InWordsOf(database.Options.Provider, sql);
        command.ExecuteNonQuery();
    }

    /// <summary>A script that spoils a database, as this kind of database reads it.</summary>
    internal static string InWordsOf(StoreProvider provider, string sql) => provider switch
    {
        StoreProvider.Sqlite => "PRAGMA ignore_check_constraints=ON; " + sql,
        StoreProvider.SqlServer => IndexOfTable().Replace(sql, "DROP INDEX $1 ON $2"),
        _ => sql,
    };

    internal static async Task<AuditReport> AuditAsync(TestDatabase database)
    {
        await using var store = PartnerStore.Open(database.Options);
        return await store.Audits.ReadAsync(
            source => Auditor.Run(source, null, RecordWriter.End, CancellationToken.None), CancellationToken.None);
    }

    private static async Task<TestDatabase> WriteAsync(StoreProvider provider)
    {
        var database = TestDatabase.Create(provider);
        await using (var store = PartnerStore.Open(database.Options))
        {
            var book = new RecordWriter(store, RecordWriter.Start);
            await book.PartnerAsync("acme", "CNY", 1_000_000);
            await book.PartnerAsync("bolt", "JPY", 50_000);
            await book.PartnerAsync("idle", "EUR", 100);
            var priced = await PricedRecords.WriteAsync(new RecordWriter(store, PricedRecords.March));
            await WriteSalesAsync(book);
            await store.TopUps.AbandonAsync(
                new PartnerId("acme"), new RequestId("an-abandoned-request"), RecordWriter.Start);
            await WriteReversalsAsync(book);
            await WriteShiftsAsync(book);
            await PricedRecords.CloseAsync(new RecordWriter(store, PricedRecords.April), priced);
        }

        DropChecks(database);
        return database;
    }

    /// <summary>SQLite can be told to overlook the checks; from the others they are taken away.</summary>
    private static void DropChecks(TestDatabase database)
    {
        if (database.Options.Provider == StoreProvider.Sqlite)
        {
            return;
        }

        using var connection = database.Connect();
        foreach (var check in OfflineModel.ModelOf(database.Options.Provider).GetEntityTypes()
            .SelectMany(table => table.GetCheckConstraints()))
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"ALTER TABLE {check.EntityType.GetTableName()} DROP CONSTRAINT {check.Name}";
            command.ExecuteNonQuery();
        }
    }

    private static async Task WriteSalesAsync(RecordWriter book)
    {
        await book.SucceedAsync("acme", "done", "CNY", 10_000);
        await book.SucceedAsync("acme", "free", "CNY", 5_000, rate: 0);
        await book.SucceedAsync("bolt", "done2", "JPY", 1_000);
        await book.AnswerAsync(await book.SellAsync("acme", "failed", "CNY", 2_000), IssuerVerdict.Declined);
        await book.AnswerAsync(await book.SellAsync("bolt", "failed2", "JPY", 2_000), IssuerVerdict.Withdrawn);
        await book.CancelAsync(await book.SellAsync("acme", "cancelled", "CNY", 3_000, sent: false));
        await book.QuoteAsync("acme", "quote", "CNY", 4_000);
        await book.QuoteAsync("acme", "unused", "CNY", 4_000);
        await book.SucceedAsync("acme", "quoted", "CNY", 4_000, quote: "quote");

        await book.SellAsync("acme", "queued", "CNY", 600, sent: false);
        await book.SellAsync("bolt", "sent", "JPY", 700);
        var doubtful = await book.SellAsync("acme", "doubtful", "CNY", 800);
        doubtful = await book.AnswerAsync(doubtful, IssuerVerdict.Unknown);
        await book.AnswerAsync(doubtful, IssuerVerdict.NotFound);
        var late = await book.AnswerAsync(await book.SellAsync("acme", "late", "CNY", 900), IssuerVerdict.Unknown);
        await book.AnswerAsync(late, IssuerVerdict.Accepted);
        await book.ResolveAsync(await book.SellAsync("acme", "resolved", "CNY", 950), succeeded: true);
        await book.ResolveAsync(await book.SellAsync("acme", "refused", "CNY", 960), succeeded: false);
    }

    private static async Task WriteReversalsAsync(RecordWriter book)
    {
        var reversed = await book.SucceedAsync("acme", "reversed", "CNY", 7_000);
        await book.ReverseAsync(reversed, "r-reversed", IssuerVerdict.Unknown, IssuerVerdict.Accepted);
        var twice = await book.SucceedAsync("bolt", "twice", "JPY", 8_000, rate: 0);
        await book.ReverseAsync(twice, "r-second-declined", IssuerVerdict.Declined);
        await book.ReverseAsync(twice, "r-first-by-id", IssuerVerdict.Accepted);
        var kept = await book.SucceedAsync("acme", "kept", "CNY", 1_100);
        await book.ReverseAsync(kept, "r-declined", IssuerVerdict.Declined);
        var reversing = await book.SucceedAsync("acme", "reversing", "CNY", 1_200);
        await book.ReverseAsync(reversing, "r-open", IssuerVerdict.Unknown);
    }

    /// <summary>Three shifts of a till, of which nobody has added up the last, and one of refunds at another.</summary>
    private static async Task WriteShiftsAsync(RecordWriter book)
    {
        await book.PartnerAsync("tills", "CNY", 100_000);
        var sold = await book.SucceedAsync("tills", "s1", "CNY", 1_000);
        await book.AnswerAsync(await book.SellAsync("tills", "s2", "CNY", 2_000), IssuerVerdict.Declined);
        var doubtful = await book.AnswerAsync(
            await book.SellAsync("tills", "s3", "CNY", 3_000), IssuerVerdict.Unknown);
        await book.ReverseAsync(sold, "r-s1", IssuerVerdict.Accepted);
        var first = await book.CloseShiftAsync("tills", "shift-1", "o1", "t1");
        await book.AnswerAsync(doubtful, IssuerVerdict.Accepted);
        await book.CompleteAsync(first);
        await book.SucceedAsync("tills", "s4", "CNY", 4_000);
        await book.CompleteAsync(await book.CloseShiftAsync("tills", "shift-2", "o1", "t1"));
        await book.CompleteAsync(await book.CloseShiftAsync("tills", "shift-3", "o2", "t2"));
        await book.CloseShiftAsync("tills", "shift-4", "o1", "t1");
    }

    [GeneratedRegex(@"DROP INDEX (ix_([a-z]+)_\w+)")]
    private static partial Regex IndexOfTable();
}
