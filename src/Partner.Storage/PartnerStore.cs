using Microsoft.EntityFrameworkCore;
using Partner.Storage.Abstractions;
using Partner.Storage.Providers;
using Partner.Storage.Reading;
using Partner.Storage.Writing;

namespace Partner.Storage;

/// <summary>
/// The one door to the database. Every change goes through the group commit of <see cref="Writing"/>; whoever opens a
/// second store on the same database, in this process or another, shares nothing with this one but the database.
/// </summary>
public sealed class PartnerStore : IAsyncDisposable
{
    private readonly GroupCommit _writer;
    private readonly Readers _readers;
    private int _closed;

    private PartnerStore(Database database)
    {
        _writer = new GroupCommit(database);
        _readers = new Readers(database);
        TopUps = new TopUps(_writer, _readers);
        Reversals = new Reversals(_writer, _readers);
        Quotes = new Quotes(_writer, _readers);
        Receipts = new Receipts(_writer, _readers);
        Cases = new ArrivalCases(_writer, _readers);
        Gifts = new CardGifts(_writer, _readers);
        Notices = new Notices(_writer, _readers);
        NoticeContacts = new NoticeContacts(_writer);
        NoticeOptOuts = new NoticeOptOuts(_writer, _readers);
        Renewals = new AutoRenewals(_writer, _readers);
        Reissues = new EsimReissues(_writer, _readers);
        Limits = new Limits(_writer, _readers);
        RenewalSteps = new AutoRenewalSteps(_readers);
        CustomerCards = new CustomerCards(_writer, _readers);
        ExpiringCards = new ExpiringCards(_readers);
        Reminders = new Reminders(_writer, _readers);
        Organisations = new Organisations(_writer, _readers);
        Shifts = new Shifts(_writer, _readers);
        Jobs = new Jobs(_writer, _readers);
        CardChecks = new CardChecks(_writer, _readers);
        Certificates = new Certificates(_writer, _readers);
        EnrollmentCodes = new EnrollmentCodes(_writer, _readers);
        AccountEvents = new AccountEvents(_writer, _readers);
        CertificateRules = new CertificateRules(_writer, _readers);
        Approvals = new Approvals(_writer, _readers);
        Partners = new Partners(_writer, _readers, Certificates, Approvals);
        Actions = new Actions(_readers);
        Documents = new Documents(_writer, _readers);
        Commissions = new Commissions(_readers);
        ChildVolumes = new ChildVolumes(_readers);
        Settlements = new Settlements(_writer, _readers);
        Sales = new Sales(_readers);
        SalesOfDays = new SalesOfDays(_readers);
        Unfinished = new Unfinished(_readers);
        TopUpPostings = new TopUpPostings(_readers);
        CertificateEnds = new CertificateEnds(_readers);
        AccountStatements = new AccountStatements(_readers);
        Audits = new Audits(database);
        Measurements = new StoreMeasurements(_readers);
        Events = new Events(_readers);
    }

    /// <summary>The writers, for tests that count what they do.</summary>
    internal GroupCommit Commit => _writer;

    /// <summary>Top-ups.</summary>
    public TopUps TopUps { get; }

    /// <summary>Reversals.</summary>
    public Reversals Reversals { get; }

    /// <summary>Quotes.</summary>
    public Quotes Quotes { get; }

    /// <summary>What was printed for customers.</summary>
    public Receipts Receipts { get; }

    /// <summary>What was reported as not arrived.</summary>
    public ArrivalCases Cases { get; }

    /// <summary>What sales give to their cards.</summary>
    public CardGifts Gifts { get; }

    /// <summary>What customers are told.</summary>
    public Notices Notices { get; }

    /// <summary>Where customers are reached.</summary>
    public NoticeContacts NoticeContacts { get; }

    /// <summary>Who wants to be told nothing.</summary>
    public NoticeOptOuts NoticeOptOuts { get; }

    /// <summary>What renews cards by itself.</summary>
    public AutoRenewals Renewals { get; }

    /// <summary>eSIMs that are issued anew, for another device.</summary>
    public EsimReissues Reissues { get; }

    /// <summary>Limits of partners, and what is used of them.</summary>
    public Limits Limits { get; }

    /// <summary>What happened to what renews cards by itself.</summary>
    public AutoRenewalSteps RenewalSteps { get; }

    /// <summary>What is known of the cards that partners have sold to.</summary>
    public CustomerCards CustomerCards { get; }

    /// <summary>Which of them are about to end.</summary>
    public ExpiringCards ExpiringCards { get; }

    /// <summary>Which of them are due, and what was told of them.</summary>
    public Reminders Reminders { get; }

    /// <summary>Partners' outlets, terminals and cashiers.</summary>
    public Organisations Organisations { get; }

    /// <summary>Shifts of terminals that are closed.</summary>
    public Shifts Shifts { get; }

    /// <summary>The dispatch queue.</summary>
    public Jobs Jobs { get; }

    /// <summary>What is compared with the issuer's cards after the sales.</summary>
    public CardChecks CardChecks { get; }

    /// <summary>Certificates of partners.</summary>
    public Certificates Certificates { get; }

    /// <summary>Codes that let new tills enrol.</summary>
    public EnrollmentCodes EnrollmentCodes { get; }

    /// <summary>What happened to partners' accounts.</summary>
    public AccountEvents AccountEvents { get; }

    /// <summary>Certificates that nobody registers.</summary>
    public CertificateRules CertificateRules { get; }

    /// <summary>Partners, their certificates, deposits and credit limits.</summary>
    public Partners Partners { get; }

    /// <summary>What operators do to partners' money, and what of it waits for a second person.</summary>
    public Approvals Approvals { get; }

    /// <summary>Who changed what, and why.</summary>
    public Actions Actions { get; }

    /// <summary>Published documents.</summary>
    public Documents Documents { get; }

    /// <summary>Commission entries and volumes.</summary>
    public Commissions Commissions { get; }

    /// <summary>What partners beneath sold.</summary>
    public ChildVolumes ChildVolumes { get; }

    /// <summary>Closed months.</summary>
    public Settlements Settlements { get; }

    /// <summary>Lists and totals of top-ups.</summary>
    public Sales Sales { get; }

    /// <summary>What all partners sold on a day.</summary>
    public SalesOfDays SalesOfDays { get; }

    /// <summary>What is in doubt at all partners.</summary>
    public Unfinished Unfinished { get; }

    /// <summary>The transfers of a top-up, for operators.</summary>
    public TopUpPostings TopUpPostings { get; }

    /// <summary>When certificates end.</summary>
    public CertificateEnds CertificateEnds { get; }

    /// <summary>Balances and statements.</summary>
    public AccountStatements AccountStatements { get; }

    /// <summary>Events of partners.</summary>
    public Events Events { get; }

    /// <summary>Everything, for audits.</summary>
    public Audits Audits { get; }

    /// <summary>The queue and the schema, for those who watch the server.</summary>
    public StoreMeasurements Measurements { get; }

    /// <summary>Opens a store whose schema is up to date.</summary>
    /// <param name="options">The database.</param>
    /// <exception cref="StoreNotReadyException">
    /// The schema is missing or older than this program, or the database lacks a setting.
    /// </exception>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public static PartnerStore Open(StoreOptions options)
    {
        var database = Databases.Of(options);
        return database.Reach(() =>
        {
            if (database.Obstacle() is { } obstacle)
            {
                throw new StoreNotReadyException(obstacle);
            }

            using (var context = database.Context(database.Open(), ownsConnection: true))
            {
                var pending = context.Database.GetPendingMigrations().ToList();
                if (pending.Count > 0)
                {
                    throw new StoreNotReadyException(
                        $"The database {database.Name} lacks {pending.Count} migration(s); " +
                        "run the verb 'migrate' first.");
                }
            }

            return new PartnerStore(database);
        });
    }

    /// <summary>
    /// Creates the schema or brings it up to date, all or nothing. Safe to run again, several times at once, and beside
    /// running servers.
    /// </summary>
    /// <param name="options">The database.</param>
    /// <returns>The migrations that were applied.</returns>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public static IReadOnlyList<string> Migrate(StoreOptions options)
    {
        var database = Databases.Of(options);
        return database.Reach(() => SchemaUpgrade.Run(database));
    }

    /// <summary>What <see cref="Migrate"/> would do now, as SQL. Changes nothing.</summary>
    /// <param name="options">The database.</param>
    /// <returns>The script, for the database's own shell; empty when the schema is up to date.</returns>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public static string MigrationScript(StoreOptions options)
    {
        var database = Databases.Of(options);
        return database.Reach(() => SchemaUpgrade.Preview(database));
    }

    /// <summary>Finishes what was handed over, then closes the database. Closing again does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 1)
        {
            return;
        }

        await _writer.DisposeAsync();
        _readers.Dispose();
    }
}
