using System.Data.Common;
using System.Globalization;
using Partner.Core.Amounts;
using Partner.Core.Cards;
using Partner.Core.Contacts;
using Partner.Core.Errors;
using Partner.Core.Identity;
using Partner.Core.TopUps;
using Partner.Storage.Abstractions;

namespace Partner.Storage.Tests.Support;

/// <summary>A store on a database of its own, with short ways to do what a test is not about.</summary>
internal sealed class StoreFixture : IAsyncDisposable
{
    public static readonly PartnerId Acme = new("acme");
    public static readonly PartnerId Elsewhere = new("elsewhere");

    private static readonly TopUpPolicy Policy = new();

    private readonly List<PartnerStore> _stores = [];
    private readonly TestDatabase _database;
    private int _lastId;

    private StoreFixture(StoreProvider on)
    {
        _database = TestDatabase.Create(on);
        Store = OpenAnother();
    }

    /// <summary>How to open the database.</summary>
    public StoreOptions Options => _database.Options;

    /// <summary>The store of the first process.</summary>
    public PartnerStore Store { get; }

    /// <summary>How many transactions of all its stores were repeated because another was in their way.</summary>
    public long Conflicts => _stores.Sum(store => store.Commit.Conflicts);

    /// <summary>Creates a store whose partner has paid in.</summary>
    /// <param name="on">The database.</param>
    /// <param name="deposit">What the partner paid in, in yuan; nothing is paid in for 0.</param>
    public static async Task<StoreFixture> CreateAsync(StoreProvider on, long deposit = 100_000)
    {
        var fixture = new StoreFixture(on);
        foreach (var partner in new[] { Acme, Elsewhere })
        {
            await fixture.Store.Partners.AddAsync(
                new PartnerAccount(partner, partner.Value, PartnerStatus.Active, Given.Cny), Given.Noon);
        }

        if (deposit > 0)
        {
            await fixture.DepositAsync(Given.Yuan(deposit));
        }

        return fixture;
    }

    /// <summary>Opens a further store on the same database, as another process would.</summary>
    public PartnerStore OpenAnother()
    {
        var store = PartnerStore.Open(Options);
        _stores.Add(store);
        return store;
    }

    /// <summary>A new identifier, greater than all before it.</summary>
    public string NewId() => Interlocked.Increment(ref _lastId).ToString("D26", CultureInfo.InvariantCulture);

    /// <summary>A new request id.</summary>
    public RequestId NewRequestId() => new("request-" + NewId());

    /// <summary>Pays in.</summary>
    public Task<Result<(string TransferId, bool Replayed)>> DepositAsync(Money amount, PartnerId? partnerId = null) =>
        Store.Partners.DepositAsync(partnerId ?? Acme, NewRequestId(), NewId(), amount, Given.Noon);

    /// <summary>A top-up of 100 yuan that may be saved, for a card of its own.</summary>
    public TopUpCandidate Candidate(CardNumber? card = null, Money? face = null, string plan = "phone-100") =>
        CandidateOf(NewId(), card, face, plan);

    /// <summary>A top-up with a given id.</summary>
    public static TopUpCandidate CandidateOf(
        string id, CardNumber? card = null, Money? face = null, string plan = "phone-100")
    {
        card ??= Given.CardNumbered(int.Parse(id, CultureInfo.InvariantCulture));
        return new TopUpCandidate(
            Acme,
            new TopUpId(id),
            Given.Order("request-" + id, card, plan),
            new SaleProposal.AtQuotedPrice(Given.Offer(face, card, plan)),
            Given.Cny,
            Given.Noon,
            true,
            Policy,
            new Dispatch(null, null));
    }

    /// <summary>A top-up whose customer left a number.</summary>
    public static TopUpCandidate WithContact(TopUpCandidate candidate, DateTimeOffset? deleteAt = null)
    {
        var id = new ContactId("9" + candidate.Id.Value[1..]);
        var contact = new CustomerContact(new PhoneNumber("+8613912345678"), NoticeLanguage.English)
        {
            Kept = new KeptContact(id, "sealed", "key", NoticeLanguage.English, deleteAt),
            Hashes = ["key:hash"],
        };
        return candidate with { Order = candidate.Order with { Contact = contact } };
    }

    /// <summary>Saves a top-up that waits in the queue.</summary>
    public async Task<TopUpRecord> SellAsync(TopUpCandidate? candidate = null)
    {
        var (decision, saved) = await Store.TopUps.SaveAsync(candidate ?? Candidate());
        Assert.IsType<TopUpDecision.Reserve>(decision);
        return saved!;
    }

    /// <summary>Saves a top-up and lets it succeed.</summary>
    public async Task<TopUpRecord> SellAndSucceedAsync(TopUpCandidate? candidate = null) =>
        await CompleteAsync(await SellAsync(candidate), IssuerVerdict.Accepted);

    /// <summary>Settles a top-up.</summary>
    public Task<TopUpRecord> CompleteAsync(
        TopUpRecord topUp, IssuerVerdict verdict, PartnerStore? store = null, DateTimeOffset? now = null) =>
        (store ?? Store).TopUps.SettleAsync(topUp, Answer(verdict), Given.Noon.AddMinutes(1), now ?? Given.Noon);

    /// <summary>An answer of the issuer.</summary>
    public static IssuerAnswer Answer(IssuerVerdict verdict) => new(
        verdict,
        verdict == IssuerVerdict.Accepted ? "issuer-1" : null,
        verdict == IssuerVerdict.Declined ? Reason.CardBlocked : Reason.None);

    /// <summary>A reversal that may be saved.</summary>
    public ReversalCandidate ReversalOf(TopUpRecord topUp, RequestId? requestId = null, Till? till = null) => new(
        Acme, new ReversalId(NewId()), topUp.Id, requestId ?? NewRequestId(), "",
        till ?? new Till("", "", "", DateOnly.FromDateTime(Given.Noon.UtcDateTime)), true, Given.Noon,
        new Dispatch(null, null));

    /// <summary>The float now.</summary>
    public async Task<Core.Ledger.FloatPosition> FloatAsync(PartnerId? partnerId = null) =>
        (await Store.AccountStatements.BalanceAsync(partnerId ?? Acme, Given.Cny, CancellationToken.None))!;

    /// <summary>A partner's statement from the first entry to the last, on one page.</summary>
    public Task<AccountStatementPage> StatementAsync(PartnerId partnerId) => Store.AccountStatements.ReadAsync(
        partnerId,
        Given.Cny,
        DateTimeOffset.MinValue,
        DateTimeOffset.MaxValue,
        0,
        int.MaxValue,
        CancellationToken.None);

    /// <summary>Reads with a connection of the test's own.</summary>
    public List<T> Query<T>(string sql, Func<DbDataReader, T> map)
    {
        using var connection = _database.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = Options.Provider == StoreProvider.SqlServer
            ? sql.Replace("||", "+", StringComparison.Ordinal)
            : sql;
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(map(reader));
        }

        return rows;
    }

    /// <summary>A number that a query counts.</summary>
    public long Count(string sql) =>
        Query(sql, row => Convert.ToInt64(row.GetValue(0), CultureInfo.InvariantCulture)).Single();

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _stores)
        {
            await store.DisposeAsync();
        }

        await _database.DisposeAsync();
    }
}
