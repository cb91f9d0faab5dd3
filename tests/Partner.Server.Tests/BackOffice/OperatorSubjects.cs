using Partner.Core.Arrivals;
using Partner.Core.Identity;
using Partner.Core.TopUps;
using Partner.Sandbox.Certificates;
using Partner.Sandbox.Issuer;
using Partner.Server.Security;
using Partner.Server.Tests.Cli;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.BackOffice;

/// <summary>What the operator's people are asked about: sales in doubt, cases, certificates.</summary>
internal static class OperatorSubjects
{
    /// <summary>A top-up that the issuer never answers, in doubt.</summary>
    /// <returns>Its name at the operator's port.</returns>
    public static async Task<string> InDoubtAsync(RunningServer running, TestClient partner)
    {
        var sold = await partner.SellAsync(Sale.OnSandboxCard(SandboxCards.NeverAnswers, waitSeconds: 0));
        await Eventually.SeeAsync(
            () => FindAsync(running, partner, sold.Name), topUp => topUp is { InDoubtSince: not null });
        return $"partners/{partner.PartnerId}/{sold.Name}";
    }

    /// <summary>A top-up that succeeded, with a case that waits for a person.</summary>
    /// <returns>The top-up's name at the operator's port.</returns>
    public static async Task<string> EscalatedAsync(RunningServer running, TestClient partner)
    {
        var sold = await partner.SellAsync(Sale.Of());
        var topUp = (await FindAsync(running, partner, sold.Name))!;
        var (policy, late) = (new ArrivalPolicy(), topUp.CreatedAt.AddMinutes(31));
        await running.Store.Cases.OpenAsync(topUp, policy, topUp.CreatedAt);
        await running.Store.Cases.DecideAsync(
            topUp,
            new CaseEvidence(late, TopUpState.Succeeded, IssuerStatement.Delivered, CardStatement.NotComparable),
            policy,
            late);
        return $"partners/{partner.PartnerId}/{sold.Name}";
    }

    /// <summary>A certificate of our authority that nobody registered.</summary>
    public static async Task<(string Pem, string Thumbprint)> UnregisteredAsync(RunningServer running, string name)
    {
        var certificate = await running.Server.Pki.EnsureAsync(
            new PartnerCertificateOrder(new PartnerId(name), Permissions.Sell), CancellationToken.None);
        using var loaded = certificate.Issued.Load();
        return (loaded.ExportCertificatePem(), Thumbprints.Of(loaded));
    }

    /// <summary>Runs a command of the operator's in this process.</summary>
    public static Task<CliOutcome> RunAsync(RunningServer running, PartnerCertificate ours, params string[] args) =>
        CliOutcome.RunAsync(
        [
            "operator", .. args,
            "--address", $"https://localhost:{running.Server.OperatorPort}",
            "--ca", running.Server.Pki.AuthorityPath,
            "--cert", ours.CertificatePath,
            "--key", ours.KeyPath,
        ]);

    private static Task<TopUpRecord?> FindAsync(RunningServer running, TestClient partner, string name) =>
        running.Store.TopUps.FindAsync(partner.PartnerId, new TopUpId(Sale.IdOf(name)), CancellationToken.None);
}
