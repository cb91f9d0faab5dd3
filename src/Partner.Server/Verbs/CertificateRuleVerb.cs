using System.CommandLine;
using Partner.Core.Accounts;
using Partner.Core.Identity;
using Partner.Server.Contract;
using Partner.Storage;

namespace Partner.Server.Verbs;

/// <summary>certificate rule: whose the certificates are that have certain names and that nobody registers.</summary>
internal static class CertificateRuleVerb
{
    private static readonly Option<string?> Dns = VerbOptions.Text(
        "--dns", "PATTERN", "A DNS name in the certificate, or *.NAME for any first label");

    private static readonly Option<string?> Uri = VerbOptions.Text(
        "--uri", "PATTERN", "A URI in the certificate, or its beginning and *");

    private static readonly Argument<string> Id = new("RULE") { Description = "The rule's id" };

    /// <summary>The verb.</summary>
    public static Command Create() => new("rule", "Certificates that the names in them admit, without registration")
    {
        new Command("add", """
            Certificates of a partner authority with this name are the partner's. Every authority of serve --ca can
            issue every name: where partners have authorities of their own, constrain their names
            """)
        {
            CertificateVerb.PartnerId, Dns, Uri, CertificateVerb.Outlet, CertificateVerb.Terminal,
            CertificateVerb.Granted,
        }.WithWhy().WithDatabase().Runs(CertificateVerb.Explained(AddAsync)),
        new Command("list", "All rules").WithDatabase().Runs(CertificateVerb.Explained(ListAsync)),
        new Command("remove", "Ends a rule; what it admitted stays until it is revoked")
        {
            Id,
        }.WithWhy().WithDatabase().Runs(CertificateVerb.Explained(RemoveAsync)),
    };

    private static async Task<int> AddAsync(PartnerStore store, ParseResult parsed, CancellationToken cancel)
    {
        var partnerId = new PartnerId(parsed.GetRequiredValue(CertificateVerb.PartnerId));
        var (dns, uri) = (parsed.GetValue(Dns), parsed.GetValue(Uri));
        if (dns is null == uri is null)
        {
            throw new UsageException("give either --dns or --uri");
        }

        var (kind, pattern) = dns is null ? (NameKind.Uri, uri!) : (NameKind.Dns, dns);
        if (NameRule.Problem(kind, pattern) is { } problem)
        {
            throw new UsageException(problem);
        }

        VerbOptions.EnsureVisible("--outlet", parsed.GetValue(CertificateVerb.Outlet));
        if (await store.Partners.FindAsync(partnerId, cancel) is null)
        {
            return AdministrationVerbs.Fail($"There is no partner '{partnerId}'.");
        }

        var now = TimeProvider.System.GetUtcNow();
        var scope = new CertificateScope(
            parsed.GetValue(CertificateVerb.Outlet), CertificateVerb.TerminalOf(parsed));
        var rule = new NameRule(
            Ids.New(now), partnerId, kind, pattern,
            new CertificateGrant(scope, CertificateVerb.PermissionsOf(parsed)));
        await store.CertificateRules.AddAsync(rule, now, VerbActor.By(parsed));
        Console.WriteLine($"Added {rule.Id}: {Words(rule)}.");
        return 0;
    }

    private static async Task<int> ListAsync(PartnerStore store, ParseResult parsed, CancellationToken cancel)
    {
        foreach (var rule in await store.CertificateRules.ListAsync(cancel))
        {
            Console.WriteLine($"{rule.Id}  {Words(rule)}");
        }

        return 0;
    }

    private static async Task<int> RemoveAsync(PartnerStore store, ParseResult parsed, CancellationToken cancel)
    {
        var id = parsed.GetRequiredValue(Id);
        var known = (await store.CertificateRules.ListAsync(cancel)).Find(rule => rule.Id == id);
        if (known is null
            || !await store.CertificateRules.RemoveAsync(known, TimeProvider.System.GetUtcNow(), VerbActor.By(parsed)))
        {
            return AdministrationVerbs.Fail($"There is no rule '{id}'.");
        }

        Console.WriteLine($"Removed {id}: {Words(known)}.");
        return 0;
    }

    private static string Words(NameRule rule) => $"{rule.Kind.ToString().ToLowerInvariant()} {rule.Pattern} is "
        + string.Join('/', new[] { rule.PartnerId.Value, rule.Grant.Scope.Outlet, rule.Grant.Scope.Terminal }
            .OfType<string>())
        + $" with {rule.Grant.Permissions.ToString().ToLowerInvariant()}";
}
