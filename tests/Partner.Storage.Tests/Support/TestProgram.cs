using System.Globalization;
using Partner.Core.Renewals;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;
using Partner.Storage.Closing;
using Partner.Storage.Providers;

namespace Partner.Storage.Tests.Support;

/// <summary>
/// The assembly as a program of its own, so that tests can start processes that share nothing but the database, and
/// kill them. Arguments: what to do, provider, connection string, and a number that no other process has.
/// </summary>
internal static class TestProgram
{
    public const string Storm = "storm";
    public const string Spend = "spend";
    public const string Migrate = "migrate";
    public const string MigrateAndHang = "migrate-and-hang";

    /// <summary>Closes January, and waits at the step that the number names until it is told to go on.</summary>
    public const string CloseAndPause = "close-and-pause";

    /// <summary>What a process prints once it is where a test wants it.</summary>
    public const string InTheMiddle = "in the middle";

    /// <summary>How long a closer's lease lasts.</summary>
    public static readonly TimeSpan ClosingLease = TimeSpan.FromSeconds(2);

    private const int StormSellers = 12;
    private const int Spenders = 32;

    public static async Task<int> Main(string[] args)
    {
        if (args.Length != 4)
        {
            await Console.Error.WriteLineAsync("usage: WHAT PROVIDER CONNECTION NUMBER");
            return 2;
        }

        var options = new StoreOptions(Enum.Parse<StoreProvider>(args[1]), args[2]);
        var number = int.Parse(args[3], CultureInfo.InvariantCulture);
        using var output = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
        switch (args[0])
        {
            case Storm:
                await RunStormAsync(options, number, output);
                return 0;
            case Spend:
                await SpendAllAsync(options, number, output);
                return 0;
            case Migrate:
                await output.WriteLineAsync(PartnerStore.Migrate(options).Count.ToString(CultureInfo.InvariantCulture));
                return 0;
            case MigrateAndHang:
                SchemaUpgrade.Run(Databases.Of(options), () =>
                {
                    output.WriteLine(InTheMiddle);
                    Thread.Sleep(Timeout.Infinite);
                });
                return 0;
            case CloseAndPause:
                await CloseAsync(options, (ClosingStep)number, output);
                return 0;
            default:
                return 2;
        }
    }

    /// <summary>Sells without end, and prints what it was told is saved and settled.</summary>
    private static async Task RunStormAsync(StoreOptions options, int number, TextWriter output)
    {
        await using var store = PartnerStore.Open(options);
        await InParallelAsync(StormSellers, async seller =>
        {
            for (var sale = FirstOf(number) + seller; ; sale += StormSellers)
            {
                if ((await store.TopUps.SaveAsync(Candidate(sale))).Saved is not { } saved)
                {
                    continue;
                }

                output.WriteLine($"saved {saved.Id}");
                var answer = StoreFixture.Answer(sale % 3 == 0 ? IssuerVerdict.Declined : IssuerVerdict.Accepted);
                var settled = await store.TopUps.SettleAsync(saved, answer, Given.Noon, Given.Noon);
                output.WriteLine($"{settled.State} {settled.Id}");
                await RenewAndCancelAsync(store, sale);
            }
        });
    }

    /// <summary>Sets an auto-renewal up whose customer left a number, and cancels it.</summary>
    private static async Task RenewAndCancelAsync(PartnerStore store, int number)
    {
        var draft = Renewals.Draft(
            number.ToString("D26", CultureInfo.InvariantCulture), Given.CardNumbered(number % 1_000_000_000));
        var contact = Renewals.Contact(draft);
        if ((await store.Renewals.CreateAsync(Renewals.Created(draft), contact)).Refusal is null)
        {
            var known = await store.Renewals.FindAsync(draft.PartnerId, draft.Id, CancellationToken.None);
            await store.Renewals.ChangeAsync(
                known!, (one, sold) => RenewalLife.Cancel(one, sold, Given.Noon), Given.Noon);
        }
    }

    /// <summary>Sells until every writer was refused twice; prints each sale, and at last the conflicts.</summary>
    private static async Task SpendAllAsync(StoreOptions options, int number, TextWriter output)
    {
        await using var store = PartnerStore.Open(options);
        await InParallelAsync(Spenders, async writer =>
        {
            var refusals = 0;
            for (var sale = FirstOf(number) + writer; refusals < 2; sale += Spenders)
            {
                var (decision, saved) = await store.TopUps.SaveAsync(Candidate(sale));
                refusals += saved is null ? 1 : 0;
                output.WriteLine(saved is null ? ((TopUpDecision.Refuse)decision).Refusal.Reason.ToString() : "sold");
            }
        });
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"conflicts {store.Commit.Conflicts}"));
    }

    private static async Task CloseAsync(StoreOptions database, ClosingStep pauseAt, TextWriter output)
    {
        await using var store = PartnerStore.Open(database);
        var paused = false;
        var options = new ClosingOptions
        {
            Lease = ClosingLease,
            Payees = 1,
            Entries = 1,
            Reached = step =>
            {
                if (step == pauseAt && !paused)
                {
                    paused = true;
                    output.WriteLine(InTheMiddle);
                    Console.In.ReadLine();
                }
            },
        };
        var closed = await store.Settlements.CloseAsync(
            January.Period, January.Utc, January.Over, options, CancellationToken.None);
        output.WriteLine(closed.Refusal.ToString());
    }

    private static Task InParallelAsync(int count, Func<int, Task> work) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(number => Task.Run(() => work(number))));

    private static int FirstOf(int number) => number * 1_000_000;

    /// <summary>A sale; of every second one the customer left a number.</summary>
    private static TopUpCandidate Candidate(int number)
    {
        var candidate = StoreFixture.CandidateOf(number.ToString("D26", CultureInfo.InvariantCulture));
        return number % 2 == 0 ? StoreFixture.WithContact(candidate) : candidate;
    }
}
