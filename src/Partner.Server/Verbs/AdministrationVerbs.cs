using System.Text.RegularExpressions;
using Partner.Core.Amounts;
using Partner.Core.Errors;
using Partner.Core.Identity;
using Partner.Core.Ledger;
using Partner.Server.Hosting;
using Partner.Server.Security;
using Partner.Storage;

namespace Partner.Server.Verbs;

/// <summary>What an operator does to the store. Works beside a running server, which takes it up within 2 s.</summary>
internal static partial class AdministrationVerbs
{
    public const string MigrateUsage = """
        migrate [--dry-run] [--data DIR]
            Creates the schema or brings it up to date, all or nothing. Safe to run again, several times at once, and
            beside running servers. --dry-run prints the SQL and changes nothing.
        """;

    public const string SeedUsage = """
        seed [--data DIR]
            Publishes the demo catalogue and adds the demo partner with certificates and a funded float. Development only.
        """;

    public const string PartnerUsage = """
        partner add ID --name NAME --currency CNY [--data DIR]
        partner suspend|resume ID [--data DIR]
            A suspended partner's calls are refused; what it sold before is finished.
        """;

    public const string CreditLimitUsage = """
        credit-limit set PARTNER AMOUNT [--data DIR]
            How far the float may go below zero: credit-limit set demo "500.00 CNY". Lowering is always possible.
        """;

    public const string DepositUsage = """
        deposit PARTNER AMOUNT --request-id ID [--data DIR]
            Credits money that the partner paid in, once for each request id: deposit demo "1000.00 CNY" --request-id …
        """;

    public static Task<int> MigrateAsync(string[] args, CancellationToken cancel)
    {
        var arguments = new Arguments(args, "--dry-run");
        var dry = arguments.Has("--dry-run");
        var options = DatabaseOf(arguments);
        arguments.End();
        if (dry)
        {
            Console.Write(PartnerStore.MigrationScript(options));
            return Task.FromResult(0);
        }

        var applied = PartnerStore.Migrate(options);
        var name = options.Describe();
        Console.WriteLine(applied.Count == 0 ? $"{name} is up to date." : $"{name}: applied {string.Join(", ", applied)}.");
        return Task.FromResult(0);
    }

    public static async Task<int> SeedAsync(string[] args, CancellationToken cancel)
    {
        var arguments = new Arguments(args);
        var folder = FolderOf(arguments);
        var options = StoreChoice.Of(arguments, folder);
        arguments.End();
        var pki = await DevelopmentPki.OpenAsync(folder, [], PkiCreation.WhenAbsent, TimeProvider.System, cancel)
            .ConfigureAwait(false);
        PartnerStore.Migrate(options);
        await using var store = PartnerStore.Open(options);
        await DemoData.SeedAsync(store, pki, TimeProvider.System, cancel).ConfigureAwait(false);
        Console.WriteLine($"The demo partner and catalogue are in {options.Describe()}, its certificates in {folder}.");
        return 0;
    }

    public static async Task<int> PartnerAsync(string[] args, CancellationToken cancel)
    {
        var arguments = new Arguments(args);
        var action = arguments.Word("add, suspend or resume");
        var id = arguments.Word("the partner's id");
        await using var store = PartnerStore.Open(DatabaseOf(arguments));
        if (action == "add")
        {
            return await AddAsync(store, arguments, id).ConfigureAwait(false);
        }

        arguments.End();
        var status = action switch
        {
            "suspend" => PartnerStatus.Suspended,
            "resume" => PartnerStatus.Active,
            _ => throw new UsageException($"'{action}' is none of add, suspend, resume"),
        };
        if (!await store.Partners.SetStatusAsync(id, status).ConfigureAwait(false))
        {
            return Fail($"There is no partner '{id}'.");
        }

        Console.WriteLine($"Partner {id} is {status.ToString().ToUpperInvariant()}.");
        return 0;
    }

    public static async Task<int> CreditLimitAsync(string[] args, CancellationToken cancel)
    {
        var arguments = new Arguments(args);
        if (arguments.Word("set") != "set")
        {
            throw new UsageException("the word 'set' is missing");
        }

        var id = arguments.Word("the partner's id");
        var limit = AmountOf(arguments.Word("the amount"), 0);
        await using var store = PartnerStore.Open(DatabaseOf(arguments));
        arguments.End();
        if (await RefuseAsync(store, id, limit, cancel).ConfigureAwait(false) is { } problem)
        {
            return Fail(problem);
        }

        var after = await store.Partners.SetCreditLimitAsync(id, limit).ConfigureAwait(false);
        Console.WriteLine($"Credit limit of {id}: {limit}; available {limit with { Minor = after.Available }}.");
        return 0;
    }

    public static async Task<int> DepositAsync(string[] args, CancellationToken cancel)
    {
        var arguments = new Arguments(args);
        var id = arguments.Word("the partner's id");
        var amount = AmountOf(arguments.Word("the amount"), 1);
        var requestId = arguments.Required("--request-id", "ID");
        if (!RequestIdForm().IsMatch(requestId))
        {
            throw new UsageException("--request-id must be 16 to 64 characters of [A-Za-z0-9_-]");
        }

        await using var store = PartnerStore.Open(DatabaseOf(arguments));
        arguments.End();
        if (await RefuseAsync(store, id, amount, cancel).ConfigureAwait(false) is { } problem)
        {
            return Fail(problem);
        }

        var now = TimeProvider.System.GetUtcNow();
        var result = await store.Partners.DepositAsync(id, requestId, Ids.New(now), amount, now).ConfigureAwait(false);
        if (result.Refusal is { Reason: Reason.RequestIdConflict })
        {
            return Fail($"Request id {requestId} was used before for something else; nothing was credited.");
        }

        var (transfer, replayed) = result.Value;
        Console.WriteLine(replayed
            ? $"Request id {requestId} was credited before as transfer {transfer}; nothing was credited again."
            : $"Credited {amount} to {id} as transfer {transfer}.");
        return 0;
    }

    internal static string FolderOf(Arguments arguments) => arguments.Option("--data") ?? ".partner";

    internal static StoreOptions DatabaseOf(Arguments arguments) => StoreChoice.Of(arguments, FolderOf(arguments));

    internal static int Fail(string problem)
    {
        Console.Error.WriteLine(problem);
        return 1;
    }

    private static async Task<int> AddAsync(PartnerStore store, Arguments arguments, string id)
    {
        var name = arguments.Required("--name", "NAME");
        var code = arguments.Required("--currency", "CODE");
        arguments.End();
        if (!PartnerIdForm().IsMatch(id))
        {
            throw new UsageException("the partner's id must be 1 to 40 characters of [a-z0-9-], a letter first");
        }

        var currency = Currency.Find(code) ?? throw new UsageException($"'{code}' is not a supported currency");
        var added = await store.Partners
            .AddAsync(new PartnerAccount(id, name, PartnerStatus.Active, currency), TimeProvider.System.GetUtcNow())
            .ConfigureAwait(false);
        if (!added)
        {
            return Fail($"There is a partner '{id}' already; nothing changed.");
        }

        Console.WriteLine($"Added partner {id} ({name}) with an empty float in {currency}.");
        return 0;
    }

    private static async Task<string?> RefuseAsync(
        PartnerStore store, string id, Money amount, CancellationToken cancel) =>
        await store.Partners.FindAsync(id, cancel).ConfigureAwait(false) switch
        {
            null => $"There is no partner '{id}'.",
            var partner when partner.Currency != amount.Currency => $"The float of {id} is in {partner.Currency}.",
            _ => null,
        };

    private static Money AmountOf(string text, long least) =>
        Money.Parse(text) is { } amount && amount.Minor >= least && amount.Minor <= FloatPosition.Most
        ? amount
        : throw new UsageException($"'{text}' is not an amount such as \"100.00 CNY\"");

    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,39}\z")]
    private static partial Regex PartnerIdForm();

    [GeneratedRegex(@"^[A-Za-z0-9_-]{16,64}\z")]
    private static partial Regex RequestIdForm();
}
