using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Partner.Core.Identity;
using Partner.Server.Security;
using Partner.Storage;

namespace Partner.Server.Verbs;

/// <summary>certificate: issues, registers and revokes client certificates.</summary>
internal static class CertificateVerb
{
    public const string Usage = """
        certificate issue PARTNER [--outlet O] [--permissions sell,reverse,read,manage] [--days 398] [--file STEM] [--data DIR]
            Development only: issues a certificate by the authority of DIR, writes its files and registers it.
        certificate register PARTNER FILE [--outlet O] [--permissions sell,read] [--data DIR]
            Registers a certificate that the partner authority issued elsewhere. Several may be active at once.
        certificate revoke THUMBPRINT|FILE [--data DIR]
            Takes effect on the next call, also on open connections, within 2 s.
        """;

    public static async Task<int> RunAsync(string[] args, CancellationToken cancel)
    {
        var arguments = new Arguments(args);
        var action = arguments.Word("issue, register or revoke");
        var subject = arguments.Word(action == "revoke" ? "the thumbprint or file" : "the partner's id");
        var folder = AdministrationVerbs.FolderOf(arguments);
        await using var store = PartnerStore.Open(Hosting.StoreChoice.Of(arguments, folder));
        try
        {
            return action switch
            {
                "issue" => await IssueAsync(store, arguments, subject, folder, cancel).ConfigureAwait(false),
                "register" => await RegisterAsync(store, arguments, subject, cancel).ConfigureAwait(false),
                "revoke" => await RevokeAsync(store, arguments, subject).ConfigureAwait(false),
                _ => throw new UsageException($"'{action}' is none of issue, register, revoke"),
            };
        }
        catch (Exception fault) when (fault is CryptographicException or IOException or InvalidOperationException
            or ArgumentException)
        {
            return AdministrationVerbs.Fail($"certificate: {fault.Message}");
        }
    }

    private static async Task<int> IssueAsync(
        PartnerStore store, Arguments arguments, string partnerId, string folder, CancellationToken cancel)
    {
        const int longest = 398;
        var days = arguments.Option("--days") ?? "398";
        if (!int.TryParse(days, out var number) || number is < 1 or > longest)
        {
            throw new UsageException($"--days takes 1 to {longest}");
        }

        var order = new PartnerCertificateOrder(partnerId, PermissionsOf(arguments))
        {
            Outlet = arguments.Option("--outlet"),
            FileStem = arguments.Option("--file"),
            Validity = TimeSpan.FromDays(number),
        };
        arguments.End();
        if (await store.Partners.FindAsync(partnerId, cancel).ConfigureAwait(false) is null)
        {
            return AdministrationVerbs.Fail($"There is no partner '{partnerId}'.");
        }

        var clock = TimeProvider.System;
        var pki = await DevelopmentPki.OpenAsync(folder, [], PkiCreation.Never, clock, cancel).ConfigureAwait(false);
        var issued = await pki.IssueAsync(order, cancel).ConfigureAwait(false);
        await store.Partners.RegisterAsync(
            issued.ToRegistration(), issued.CertificatePath, issued.Issued.NotAfter, clock.GetUtcNow())
            .ConfigureAwait(false);
        Console.WriteLine($"Issued and registered {issued.Thumbprint}\n  {issued.CertificatePath}\n  {issued.KeyPath}");
        return 0;
    }

    private static async Task<int> RegisterAsync(
        PartnerStore store, Arguments arguments, string partnerId, CancellationToken cancel)
    {
        var file = arguments.Word("the certificate's file");
        var permissions = PermissionsOf(arguments);
        var outlet = arguments.Option("--outlet");
        arguments.End();
        if (await store.Partners.FindAsync(partnerId, cancel).ConfigureAwait(false) is null)
        {
            return AdministrationVerbs.Fail($"There is no partner '{partnerId}'.");
        }

        using var certificate = X509CertificateLoader.LoadCertificateFromFile(file);
        var registration = new Registration(
            Thumbprints.Of(certificate), partnerId, PartnerStatus.Active, outlet, permissions, null);
        var added = await store.Partners.RegisterAsync(
            registration, certificate.Subject, certificate.NotAfter.ToUniversalTime(), TimeProvider.System.GetUtcNow())
            .ConfigureAwait(false);
        if (!added)
        {
            return AdministrationVerbs.Fail($"{registration.Thumbprint} is registered already; nothing changed.");
        }

        Console.WriteLine($"Registered {registration.Thumbprint} to {partnerId}.");
        return 0;
    }

    private static async Task<int> RevokeAsync(PartnerStore store, Arguments arguments, string subject)
    {
        arguments.End();
        var thumbprint = subject.ToLowerInvariant();
        if (File.Exists(subject))
        {
            using var certificate = X509CertificateLoader.LoadCertificateFromFile(subject);
            thumbprint = Thumbprints.Of(certificate);
        }

        if (!await store.Partners.RevokeAsync(thumbprint, TimeProvider.System.GetUtcNow()).ConfigureAwait(false))
        {
            return AdministrationVerbs.Fail($"No certificate {thumbprint} is registered.");
        }

        Console.WriteLine($"Revoked {thumbprint}.");
        return 0;
    }

    private static Permissions PermissionsOf(Arguments arguments)
    {
        var result = Permissions.None;
        foreach (var name in (arguments.Option("--permissions") ?? "sell,read").Split(','))
        {
            result |= name switch
            {
                "sell" => Permissions.Sell,
                "reverse" => Permissions.Reverse,
                "read" => Permissions.Read,
                "manage" => Permissions.Manage,
                _ => throw new UsageException($"'{name}' is none of sell, reverse, read, manage"),
            };
        }

        return result;
    }
}
