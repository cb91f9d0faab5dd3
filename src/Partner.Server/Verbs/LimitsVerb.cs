using System.CommandLine;
using System.Globalization;
using Partner.Core.Amounts;
using Partner.Core.Limits;
using Partner.Core.Texts;
using Partner.Server.Allowances;
using Partner.Server.Limits;
using Partner.Storage;

namespace Partner.Server.Verbs;

/// <summary>limits: what the operator allows a partner. The servers go by a change within 2 seconds.</summary>
internal static class LimitsVerb
{
    private static readonly Argument<string> PartnerId = new("PARTNER") { Description = "The partner's id" };

    private static readonly Argument<LimitKind> Kind = Named<LimitKind>("KIND", "What it is about");

    private static readonly Argument<string> Value = new("VALUE")
    {
        Description = "At most this much: an amount such as \"1000.00 CNY\", or a number",
    };

    private static readonly Option<LimitSubject?> Subject = VerbOptions.Parsed<LimitSubject?>(
        "--for", "NAME", $"Whom it is about: {Words<LimitSubject>()} [partner]", $"one of {Words<LimitSubject>()}",
        text => Find<LimitSubject>(text));

    private static readonly Option<string?> Outlet = VerbOptions.Text(
        "--outlet", "NAME", "The outlet, or where the terminal or cashier is");

    private static readonly Option<string?> Holder = VerbOptions.Text(
        "--holder", "NAME", "The terminal, the cashier, or the certificate's thumbprint");

    private static readonly Option<bool> Each = new("--each")
    {
        Description = "For each of them that has none of its own",
    };

    /// <summary>The verb.</summary>
    public static Command Create() => new("limits", "Limits of a partner: lists, sets and removes them")
    {
        new Command("list", "Every limit of a partner, the operator's and its own, and what is used now")
        {
            PartnerId,
        }.WithDatabase().Runs(ListAsync),
        Scoped(new Command("set", "Sets the operator's limit, whatever it was; the tighter one of both holds")
        {
            PartnerId, Kind, Value,
        }).Runs(SetAsync),
        Scoped(new Command("remove", "Removes the operator's limit") { PartnerId, Kind }).Runs(RemoveAsync),
    };

    private static Command Scoped(Command command)
    {
        foreach (var option in new Option[] { Subject, Outlet, Holder, Each })
        {
            command.Add(option);
        }

        return command.WithWhy().WithDatabase();
    }

    private static async Task<int> ListAsync(ParseResult parsed, CancellationToken cancel)
    {
        await using var store = PartnerStore.Open(VerbOptions.Database(parsed));
        if (await FindAsync(store, parsed, cancel) is not { } partner)
        {
            return Unknown(parsed);
        }

        var book = await store.Limits.ReadAsync(partner.Id, cancel);
        foreach (var limit in book.All)
        {
            Console.WriteLine(
                $"{Described(limit.Kind, limit.Scope)}  "
                + $"{LimitAdministration.TextOf(limit.Kind, limit.Value, partner.Currency)}  "
                + $"{EnumWord.Lower(limit.Setter)}  "
                + InstantText.Utc(limit.SetAt));
        }

        foreach (var (key, used, endsAt) in await store.Limits.ListUsedAsync(
            partner.Id, TimeProvider.System.GetUtcNow(), cancel))
        {
            var isHour = key.Period.EndsWith('Z');
            Console.WriteLine(
                $"used: {EnumWord.Lower(key.Subject)} {key.Outlet}/{key.Reference}  {key.Period}  "
                + $"{(isHour ? $"{used} cards" : new Money(used, partner.Currency).ToString())}  until "
                + InstantText.Utc(endsAt));
        }

        Console.WriteLine($"{book.All.Count} limits of {partner.Id}.");
        return 0;
    }

    private static async Task<int> SetAsync(ParseResult parsed, CancellationToken cancel)
    {
        var (kind, scope) = Read(parsed);
        await using var store = PartnerStore.Open(VerbOptions.Database(parsed));
        if (await FindAsync(store, parsed, cancel) is not { } partner)
        {
            return Unknown(parsed);
        }

        var value = ValueOf(parsed.GetRequiredValue(Value), kind, partner.Currency);
        var set = await Administration(store).SetAsync(
            partner, LimitSetter.Operator, kind, scope, value, VerbActor.By(parsed), cancel);
        if (set.Refusal is { } refusal)
        {
            return AdministrationVerbs.Fail($"{EnumWord.Upper(refusal.Reason)}: nothing changed.");
        }

        Console.WriteLine(
            $"{Described(kind, scope)} of {partner.Id}: at most "
            + $"{LimitAdministration.TextOf(kind, value, partner.Currency)}; servers go by it within 2 seconds.");
        return 0;
    }

    private static async Task<int> RemoveAsync(ParseResult parsed, CancellationToken cancel)
    {
        var (kind, scope) = Read(parsed);
        await using var store = PartnerStore.Open(VerbOptions.Database(parsed));
        if (await FindAsync(store, parsed, cancel) is not { } partner)
        {
            return Unknown(parsed);
        }

        var removed = await Administration(store).RemoveAsync(
            partner.Id, LimitSetter.Operator, kind, scope, VerbActor.By(parsed), cancel);
        if (removed.Refusal is not null)
        {
            return AdministrationVerbs.Fail(
                $"The operator has set no {Described(kind, scope)} of {partner.Id}; nothing changed.");
        }

        Console.WriteLine($"Removed {Described(kind, scope)} of {partner.Id}; servers go by it within 2 seconds.");
        return 0;
    }

    // A process of its own: servers read what changed by themselves.
    private static LimitAdministration Administration(PartnerStore store) =>
        new(store, new LimitOptions(), _ => Task.CompletedTask, TimeProvider.System);

    private static Task<PartnerAccount?> FindAsync(PartnerStore store, ParseResult parsed, CancellationToken cancel) =>
        store.Partners.FindAsync(new PartnerId(parsed.GetRequiredValue(PartnerId)), cancel);

    private static int Unknown(ParseResult parsed) =>
        AdministrationVerbs.Fail($"There is no partner '{parsed.GetRequiredValue(PartnerId)}'.");

    private static (LimitKind Kind, LimitScope Scope) Read(ParseResult parsed)
    {
        var kind = parsed.GetRequiredValue(Kind);
        var (outlet, holder) = (parsed.GetValue(Outlet) ?? "", parsed.GetValue(Holder) ?? "");
        var subject = parsed.GetValue(Subject) ?? LimitSubject.Partner;
        var each = parsed.GetValue(Each) || subject == LimitSubject.Card;
        if (!LimitRules.Takes(kind, subject))
        {
            throw new UsageException($"{EnumWord.Lower(kind)} is no limit for {EnumWord.Lower(subject)}");
        }

        if (holder.Length > 0 == each && LimitRules.HasHolder(subject))
        {
            throw new UsageException($"--for {EnumWord.Lower(subject)} needs --holder, or --each without it");
        }

        if ((holder.Length > 0 && !LimitRules.HasHolder(subject))
            || (outlet.Length > 0 && !LimitRules.IsAtOutlet(subject))
            || (each && subject == LimitSubject.Partner))
        {
            throw new UsageException(
                "--holder is for terminals, cashiers and certificates, --outlet for what is at one, --each for all "
                + "but the partner");
        }

        if (subject == LimitSubject.Outlet && outlet.Length > 0 == each)
        {
            throw new UsageException("--for outlet needs --outlet, or --each without it");
        }

        VerbOptions.EnsureVisible("--outlet", outlet);
        VerbOptions.EnsureVisible("--holder", holder);
        return (kind, new LimitScope(
            subject, outlet, subject == LimitSubject.Certificate ? holder.ToLowerInvariant() : holder, each));
    }

    private static long ValueOf(string text, LimitKind kind, Currency currency)
    {
        var (least, most) = LimitRules.Range(kind);
        var value = !LimitRules.IsAmount(kind)
            ? long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : (long?)null
            : Money.Parse(text) is { } amount && amount.Currency == currency ? amount.Minor : null;
        return value >= least && value <= most
            ? value.Value
            : throw new UsageException(LimitRules.IsAmount(kind)
                ? $"'{text}' is not an amount such as \"1000.00 {currency}\""
                : $"'{text}' is not a whole number from {least} to {most}");
    }

    private static string Described(LimitKind kind, LimitScope scope)
    {
        var place = scope.Outlet.Length > 0 ? $" {scope.Outlet}" : "";
        var who = scope.IsAll ? " each" : scope.Reference.Length > 0 ? $" {scope.Reference}" : "";
        return $"{EnumWord.Lower(kind)} for {EnumWord.Lower(scope.Subject)}{place}{who}";
    }

    private static Argument<T> Named<T>(string name, string description)
        where T : struct, Enum => new(name)
        {
            Description = $"{description}: {Words<T>()}",
            CustomParser = result =>
            {
                if (Find<T>(result.Tokens[0].Value) is { } found)
                {
                    return found;
                }

                result.AddError($"'{result.Tokens[0].Value}' is none of {Words<T>()}.");
                return default;
            },
        };

    private static string Words<T>()
        where T : struct, Enum => string.Join(
        ", ", EnumWord.Named<T>().Keys.Select(word => word.ToLowerInvariant().Replace('_', '-')));

    private static T? Find<T>(string text)
        where T : struct, Enum =>
        EnumWord.Named<T>().TryGetValue(text.ToUpperInvariant().Replace('-', '_'), out var found) ? found : null;
}
