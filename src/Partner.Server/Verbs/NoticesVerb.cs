using System.CommandLine;
using Leb.Partner.V1;
using Partner.Contracts.Client;
using Partner.Core.Contacts;
using Partner.Server.Notices;
using Partner.Storage;

namespace Partner.Server.Verbs;

/// <summary>notices: who wants no text messages, and how many wait.</summary>
internal static class NoticesVerb
{
    private static readonly Argument<string> Number = new("NUMBER") { Description = "The phone number, as +86…" };

    /// <summary>The verb.</summary>
    public static Command Create() => new("notices", "Text messages to customers: who wants none, how many wait")
    {
        WithKeys(new Command("opt-out", """
            From now on a number gets no text messages, of whichever partner. It is kept as a keyed hash, so that the
            same --notice-key is needed as serve has
            """) { Number }).WithWhy().WithDatabase().Runs(OptOutAsync),
        WithKeys(new Command("opt-in", "From now on a number gets text messages again") { Number })
            .WithWhy().WithDatabase().Runs(OptInAsync),
        new Command("status", "How many text messages wait to be sent").WithDatabase().Runs(StatusAsync),
    };

    private static Command WithKeys(Command command)
    {
        foreach (var option in NoticeServeOptions.Keys)
        {
            command.Add(option);
        }

        return command;
    }

    private static async Task<int> OptOutAsync(ParseResult parsed, CancellationToken cancel)
    {
        var (by, number) = (VerbActor.By(parsed), Read(parsed));
        await using var store = PartnerStore.Open(VerbOptions.Database(parsed));
        var added = await store.NoticeOptOuts.AddAsync(
            number, OptOutSource.Operator, TimeProvider.System.GetUtcNow(), by);
        Console.WriteLine(added
            ? $"{number.Shown} gets no text messages any more."
            : $"{number.Shown} was opted out already. Nothing changed.");
        return 0;
    }

    private static async Task<int> OptInAsync(ParseResult parsed, CancellationToken cancel)
    {
        var (by, number) = (VerbActor.By(parsed), Read(parsed));
        await using var store = PartnerStore.Open(VerbOptions.Database(parsed));
        var removed = await store.NoticeOptOuts.RemoveAsync(number, TimeProvider.System.GetUtcNow(), by);
        Console.WriteLine(removed
            ? $"{number.Shown} gets text messages again."
            : $"{number.Shown} was not opted out under these keys. Nothing changed.");
        return 0;
    }

    private static async Task<int> StatusAsync(ParseResult parsed, CancellationToken cancel)
    {
        await using var store = PartnerStore.Open(VerbOptions.Database(parsed));
        Console.WriteLine($"{await store.Notices.CountDueAsync(cancel)} text messages wait to be sent.");
        return 0;
    }

    private static HashedNumber Read(ParseResult parsed)
    {
        if (CardInput.Check(new CardRef { PhoneNumber = parsed.GetRequiredValue(Number) }, out var number)
            is { } problem)
        {
            throw new UsageException($"the number {problem.English}");
        }

        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        var keys = KeysOf(NoticeServeOptions.ApplyKeys(parsed, new NoticeOptions(), configuration));
        var phone = new PhoneNumber(number);
        return new HashedNumber(phone.ToString(), keys.HashesOf(phone));
    }

    private static ContactKeys KeysOf(NoticeOptions options)
    {
        if (options.KeyFile is null)
        {
            throw new UsageException("the key of customers' numbers is needed: --notice-key FILE, as serve has it");
        }

        try
        {
            return ContactKeyFiles.Read(options);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException
            or System.Security.Cryptography.CryptographicException)
        {
            throw new UsageException(fault.Message);
        }
    }
}
