using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Partner.Benchmarks.Harness;
using Partner.Benchmarks.Load;
using Partner.Core.Cards;
using Partner.Server.Contract;
using Partner.Server.Issuer;

namespace Partner.Benchmarks.Compare;

/// <summary>
/// Everything that is compared, ready to be measured: one database server, a database for each contender, processes of
/// their own. All of it stays up for all rounds, and only one works at a time.
/// </summary>
internal sealed class Scene : IAsyncDisposable
{
    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(1);
    private readonly ComparisonOptions _options;
    private readonly Stack<object> _owned = new();

    private Scene(ComparisonOptions options) => _options = options;

    /// <summary>The PostgreSQL server; null where none is needed.</summary>
    public PostgresServer? Server { get; private set; }

    /// <summary>What is compared, in the order of the cases.</summary>
    public List<Contender> Contenders { get; } = [];

    /// <summary>Starts all of it.</summary>
    /// <param name="options">What is compared.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<Scene> SetAsync(ComparisonOptions options, CancellationToken cancel)
    {
        var scene = new Scene(options);
        try
        {
            scene.Server = await PostgresServer.OfAsync(options.Load.Database, cancel);
            await scene.AddCasesAsync(cancel);
            return scene;
        }
        catch
        {
            await scene.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        while (_owned.TryPop(out var owned))
        {
            if (owned is IAsyncDisposable slow)
            {
                await slow.DisposeAsync();
            }
            else
            {
                ((IDisposable)owned).Dispose();
            }
        }

        await (Server?.DisposeAsync() ?? default);
    }

    private async Task AddCasesAsync(CancellationToken cancel)
    {
        if (_options.Has('a'))
        {
            await AddPlainSqlAsync(1, cancel);
            await AddPlainSqlAsync(8, cancel);
            await AddPlainSqlAsync(32, cancel);
        }

        foreach (var (letter, server) in ((char, PostgresServer?)[])[('b', Server), ('c', null)])
        {
            if (_options.Has(letter))
            {
                await AddStoreAsync(letter, 1, server, cancel);
                await AddStoreAsync(letter, _options.Floats, server, cancel);
            }
        }

        if (_options.Has('d') || _options.Has('f'))
        {
            await AddServiceAsync(cancel);
        }

        if (_options.Has('e'))
        {
            await AddEchoAsync(cancel);
        }

        if (_options.Has('g'))
        {
            await AddDistantServiceAsync(cancel);
        }

        if (_options.Has('h'))
        {
            await AddWritersAsync(cancel);
        }
    }

    private async Task AddPlainSqlAsync(int clients, CancellationToken cancel)
    {
        var database = await Server!.CreateDatabaseAsync(cancel);
        var plain = Own(await PlainSql.OpenAsync(Server, database, clients, cancel));
        var name = string.Create(CultureInfo.InvariantCulture, $"a-{clients}");
        Contenders.Add(new Contender(
            name,
            $"plain SQL, a transaction per top-up, {clients} client(s)",
            (length, stop) => ClosedLoop.RunAsync(name, clients, length, client => plain.SellAsync(client, stop), stop))
        {
            Database = database,
        });
    }

    private async Task AddStoreAsync(char letter, int floats, PostgresServer? server, CancellationToken cancel)
    {
        var bed = Own(await TestBed.CreateAsync(1, server, cancel));
        var sales = Own(await StoreSales.OpenAsync(bed, floats, cancel));
        var name = string.Create(CultureInfo.InvariantCulture, $"{letter}-{floats}");
        Contenders.Add(new Contender(
            name,
            $"the store alone on {bed.Store}, {floats} float(s)",
            (length, stop) => ClosedLoop.RunAsync(
                name,
                _options.Load.InFlight,
                length,
                async _ =>
                {
                    await sales.SellAsync(sales.Next());
                    return Answer.Done;
                },
                stop))
        {
            Database = server is null ? null : bed.Store.ConnectionString,
        });
    }

    /// <summary>Cases d and f: the whole service, and at one caller beside its parts.</summary>
    private async Task AddServiceAsync(CancellationToken cancel)
    {
        var bed = Own(await TestBed.CreateAsync(1, Server, cancel));
        var service = Own(await Service.StartAsync(bed, null, cancel));
        if (_options.Has('d'))
        {
            Add("d", $"whole top-ups on {bed.Store}", service, _options.Load);
        }

        if (!_options.Has('f'))
        {
            return;
        }

        Add("f", "whole top-ups, one caller", service, _options.Load with { InFlight = 1, Connections = 1 });
        var database = Server is null ? null : await Server.CreateDatabaseAsync(cancel);
        var bare = Own(await BareCommit
            .OpenAsync(database, Path.Combine(bed.Folder, "bare.db"), cancel));
        AddOneCaller("f-commit", "a bare commit", bare.CommitAsync, database);
        var gateway = Own(new HttpIssuerGateway(
            new IssuerOptions { BaseUrl = service.IssuerUrl },
            TimeProvider.System,
            NullLogger<HttpIssuerGateway>.Instance));
        AddOneCaller("f-issuer", "a bare call of the issuer", async stop =>
        {
            var order = new IssuerTopUp(
                new TopUpId(Ids.New(TimeProvider.System.GetUtcNow())),
                CardNumber.Stored(Cards.Number(0)),
                "phone-100",
                10_000,
                "CNY");
            await gateway.TopUpAsync(order, stop);
            return Answer.Done;
        });
    }

    private async Task AddEchoAsync(CancellationToken cancel)
    {
        var bed = Own(await TestBed.CreateAsync(1, cancel));
        var (echo, address) = await Measurements.StartEchoAsync(bed, cancel);
        Own(echo);
        var pool = Own(new ClientPool(bed, address, _options.Load.Connections));
        Contenders.Add(new Contender("e", "echo over mutual TLS", new LoadRun("e", pool, echo, _options.Load).RunAsync)
        {
            Processes = new Dictionary<string, ChildProcess> { ["server"] = echo },
        });
    }

    private async Task AddDistantServiceAsync(CancellationToken cancel)
    {
        var proxy = Own(await Server!.ProxyAsync(Latency, cancel));
        var bed = Own(await TestBed.CreateAsync(1, Server, cancel));
        var service = Own(await Service
            .StartAsync(bed, PostgresServer.Through(proxy, bed.Store.ConnectionString), cancel));
        Add("g", "whole top-ups, 1 ms each way to the database", service, _options.Load);
    }

    private async Task AddWritersAsync(CancellationToken cancel)
    {
        foreach (var (name, what) in new[] { ("h-ef", "saved by EF Core"), ("h-set", "one statement a table") })
        {
            var database = await Server!.CreateDatabaseAsync(cancel);
            var writers = Own(await RowWriters.OpenAsync(database, cancel));
            AddOneCaller(
                name,
                FormattableString.Invariant($"the rows of {RowWriters.Batch} top-ups in a transaction, {what}"),
                name == "h-ef" ? writers.SaveAsync : writers.WriteAsync,
                database);
        }
    }

    private void Add(string name, string what, Service service, LoadOptions load)
    {
        var pool = Own(new ClientPool(service.Bed, service.Url, load.Connections));
        Contenders.Add(new Contender(name, what, new LoadRun(name, pool, service.Process, load).RunAsync)
        {
            Processes = new Dictionary<string, ChildProcess>
            {
                ["server"] = service.Process,
                ["issuer"] = service.Issuer,
            },
            Database = Server is null ? null : service.Bed.Store.ConnectionString,
        });
    }

    private void AddOneCaller(
        string name, string what, Func<CancellationToken, Task<Answer>> operation, string? database = null) =>
        Contenders.Add(new Contender(
            name, what, (length, stop) => ClosedLoop.RunAsync(name, 1, length, _ => operation(stop), stop))
        {
            Database = database,
        });

    private T Own<T>(T owned)
        where T : notnull
    {
        _owned.Push(owned);
        return owned;
    }
}
