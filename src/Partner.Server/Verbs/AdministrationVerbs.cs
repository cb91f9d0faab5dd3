using System.CommandLine;
using Partner.Contracts.Client;
using Partner.Core.Amounts;
using Partner.Core.Approvals;
using Partner.Core.Errors;
using Partner.Core.Texts;
using Partner.Storage;

namespace Partner.Server.Verbs;

/// <summary>What an operator does to the store. Works beside a running server, which takes it up within 2 s.</summary>
internal static class AdministrationVerbs
{
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Prints the SQL, changes nothing" };

    private static readonly Argument<string> PartnerId = new("PARTNER") { Description = "The partner's id" };
    private static readonly Argument<Money> Limit = VerbOptions.Amount(least: 0);
    private static readonly Argument<Money> Paid = VerbOptions.Amount(least: 1);

    private static readonly Option<string?> RequestId = VerbOptions.Parsed(
        "--request-id", "ID", "Names this payment, for ever", "16 to 64 characters of [A-Za-z0-9_-]",
        text => RequestIds.IsWellFormed(text) ? text : null, required: true);

    /// <summary>The verb migrate.</summary>
    public static Command CreateMigrate() => new Command("migrate", """
        Creates the schema or brings it up to date, all or nothing. Safe to run again, several times at once, and
        beside running servers
        """) { DryRun }.WithDatabase().Runs(MigrateAsync);

    /// <summary>The verb credit-limit.</summary>
    public static Command CreateCreditLimit() => new("credit-limit", "How far a partner's float may go below zero")
    {
        new Command("set", "Sets it: credit-limit set demo \"500.00 CNY\". Lowering is always possible")
        {
            PartnerId, Limit,
        }.WithWhy().WithDatabase().Runs(CreditLimitAsync),
    };

    /// <summary>The verb deposit.</summary>
    public static Command CreateDeposit() => new Command("deposit", """
        Credits money that the partner paid in, once for each request id: deposit demo "1000.00 CNY" --request-id …
        """) { PartnerId, Paid, RequestId }.WithWhy().WithDatabase().Runs(DepositAsync);

    internal static int Fail(string problem)
    {
        Console.Error.WriteLine(problem);
        return 1;
    }

    private static Task<int> MigrateAsync(ParseResult parsed, CancellationToken cancel)
    {
        var options = VerbOptions.Database(parsed);
        if (parsed.GetValue(DryRun))
        {
            Console.Write(PartnerStore.MigrationScript(options));
            return Task.FromResult(0);
        }

        var applied = PartnerStore.Migrate(options);
        var name = options.Describe();
        Console.WriteLine(
            applied.Count == 0 ? $"{name} is up to date." : $"{name}: applied {string.Join(", ", applied)}.");
        return Task.FromResult(0);
    }

    private static async Task<int> CreditLimitAsync(ParseResult parsed, CancellationToken cancel)
    {
        var id = new PartnerId(parsed.GetRequiredValue(PartnerId));
        var limit = parsed.GetRequiredValue(Limit);
        var by = VerbActor.By(parsed);
        await using var store = PartnerStore.Open(VerbOptions.Database(parsed));
        if (await RefuseAsync(store, id, limit, cancel) is { } problem)
        {
            return Fail(problem);
        }

        var change = new MoneyChange(MoneyChangeKind.CreditLimit, limit);
        var after = await ApprovalSetting.Administration(store).ChangeAsync(id, change, Me, by.Why, cancel);
        if (after.Refusal is { } refusal)
        {
            return Fail(Text(refusal, id, limit));
        }

        if (after.Value.Approval is { } waiting)
        {
            return Waits(waiting);
        }

        Console.WriteLine(
            $"Credit limit of {id}: {limit}; available {limit with { Minor = after.Value.Float.Available }}.");
        return 0;
    }

    private static async Task<int> DepositAsync(ParseResult parsed, CancellationToken cancel)
    {
        var id = new PartnerId(parsed.GetRequiredValue(PartnerId));
        var amount = parsed.GetRequiredValue(Paid);
        var requestId = new RequestId(parsed.GetRequiredValue(RequestId)!);
        var by = VerbActor.By(parsed);
        await using var store = PartnerStore.Open(VerbOptions.Database(parsed));
        if (await RefuseAsync(store, id, amount, cancel) is { } problem)
        {
            return Fail(problem);
        }

        var change = new MoneyChange(MoneyChangeKind.Deposit, amount) { RequestId = requestId };
        var result = await ApprovalSetting.Administration(store).ChangeAsync(id, change, Me, by.Why, cancel);
        if (result.Refusal is { Reason: Reason.RequestIdConflict })
        {
            return Fail($"Request id {requestId} was used before for something else; nothing was credited.");
        }

        if (result.Refusal is { } refusal)
        {
            return Fail(Text(refusal, id, amount));
        }

        var (transfer, replayed) = (result.Value.Id, result.Value.Replayed);
        if (!result.Value.Done)
        {
            return Waits(result.Value.Approval!);
        }

        Console.WriteLine(replayed
            ? $"Request id {requestId} was credited before as transfer {transfer}; nothing was credited again."
            : $"Credited {amount} to {id} as transfer {transfer}.");
        return 0;
    }

    private static ApprovalParty Me => new(VerbActor.Me, ApprovalParty.Kept(Environment.UserName));

    /// <summary>Says that nothing is done yet: whoever scripts this must not take it for done.</summary>
    private static int Waits(Approval approval)
    {
        var name = $"partners/{approval.PartnerId}/approvals/{approval.Id}";
        return Fail(approval.StateAt(TimeProvider.System.GetUtcNow()) == ApprovalState.Pending
            ? $"Nothing was changed: it waits for another person's approval as {name}."
            : $"Nothing was changed: {name} is {EnumWord.Upper(approval.StateAt(TimeProvider.System.GetUtcNow()))}.");
    }

    private static string Text(Refusal refusal, PartnerId id, Money amount) => refusal.Reason switch
    {
        Reason.PartnerClosed => $"Partner {id} is closed for ever; nothing was changed.",
        Reason.ApprovalsFull => $"Too many changes of {id} wait for approval; nothing was changed.",
        _ => $"The float of {id} cannot hold {amount} more; nothing was credited.",
    };

    private static async Task<string?> RefuseAsync(
        PartnerStore store, PartnerId id, Money amount, CancellationToken cancel) =>
        await store.Partners.FindAsync(id, cancel) switch
        {
            null => $"There is no partner '{id}'.",
            var partner when partner.Currency != amount.Currency => $"The float of {id} is in {partner.Currency}.",
            _ => null,
        };
}
