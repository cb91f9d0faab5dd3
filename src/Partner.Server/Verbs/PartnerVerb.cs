using System.CommandLine;
using Partner.Core.Amounts;
using Partner.Core.Errors;
using Partner.Core.Identity;
using Partner.Core.Texts;
using Partner.Storage;

namespace Partner.Server.Verbs;

/// <summary>partner: adds, suspends and resumes partners.</summary>
internal static class PartnerVerb
{
    private static readonly Argument<string> Id = new("ID") { Description = "The partner's id" };

    private static readonly Option<string> Name = VerbOptions.Required("--name", "NAME", "What people call it");

    private static readonly Option<string> Code = VerbOptions.Required(
        "--currency", "CODE", "Of its float, such as CNY");

    /// <summary>The verb.</summary>
    public static Command Create() => new("partner", "Adds, suspends and resumes partners")
    {
        new Command("add", "Adds a partner with an empty float") { Id, Name, Code }
            .WithWhy().WithDatabase().Runs(AddAsync),
        new Command("suspend", "Refuses the partner's calls; what it sold before is finished")
        {
            Id,
        }.WithWhy().WithDatabase().Runs(
            (parsed, cancel) => SetAsync(parsed, PartnerStatus.Suspended, cancel)),
        new Command("resume", "Lets a suspended partner call again")
        {
            Id,
        }.WithWhy().WithDatabase().Runs(
            (parsed, cancel) => SetAsync(parsed, PartnerStatus.Active, cancel)),
    };

    private static async Task<int> SetAsync(ParseResult parsed, PartnerStatus status, CancellationToken cancel)
    {
        var id = new PartnerId(parsed.GetRequiredValue(Id));
        var by = VerbActor.By(parsed);
        await using var store = PartnerStore.Open(VerbOptions.Database(parsed));
        var set = await ApprovalSetting.Administration(store).SetStatusAsync(id, status, by, cancel);
        if (set.Refusal is { } refusal)
        {
            return AdministrationVerbs.Fail(refusal.Reason == Reason.PartnerClosed
                ? $"Partner {id} is closed for ever; nothing changed."
                : $"There is no partner '{id}'.");
        }

        Console.WriteLine($"Partner {id} is {EnumWord.Upper(status)}.");
        return 0;
    }

    private static async Task<int> AddAsync(ParseResult parsed, CancellationToken cancel)
    {
        var (name, code) = (parsed.GetRequiredValue(Name), parsed.GetRequiredValue(Code));
        var id = PartnerId.Parse(parsed.GetRequiredValue(Id)) ?? throw new UsageException(
            "the partner's id must be 1 to 40 characters of [a-z0-9-], a letter first");
        VerbOptions.EnsureVisible("--name", name);
        var currency = Currency.Find(code) ?? throw new UsageException($"'{code}' is not a supported currency");
        var by = VerbActor.By(parsed);
        await using var store = PartnerStore.Open(VerbOptions.Database(parsed));
        var added = await ApprovalSetting.Administration(store)
            .AddAsync(id, name, currency, by, cancel);
        if (added.Refusal is not null || added.Value.Replayed)
        {
            return AdministrationVerbs.Fail($"There is a partner '{id}' already; nothing changed.");
        }

        Console.WriteLine($"Added partner {id} ({name}) with an empty float in {currency}.");
        return 0;
    }
}
