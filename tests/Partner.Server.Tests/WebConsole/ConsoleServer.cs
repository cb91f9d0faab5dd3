using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Partner.Core.Actions;
using Partner.Core.Approvals;
using Partner.Core.Identity;
using Partner.Sandbox.Certificates;
using Partner.Sandbox.Hosting;
using Partner.Server.BackOffice;
using Partner.Server.Tests.Support;

namespace Partner.Server.Tests.WebConsole;

/// <summary>A page as a browser gets it.</summary>
internal sealed record Page(HttpResponseMessage Answer, string Html)
{
    public HttpStatusCode Status => Answer.StatusCode;

    /// <summary>The value of the first form's token; empty where there is no form.</summary>
    public string Token => Regex
        .Match(Html, "name=\"form-token\" type=\"hidden\" value=\"([0-9a-f]+)\"").Groups[1].Value;

    public string Header(string name) =>
        Answer.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : "";
}

/// <summary>A browser of one certificate, with its cookies.</summary>
internal sealed class Browser(HttpClient client) : IDisposable
{
    public async Task<Page> GetAsync(string path, string language = "en") =>
        await SendAsync(new HttpRequestMessage(HttpMethod.Get, path), language);

    public async Task<Page> PostAsync(string path, Action<HttpRequestMessage>? change, params (string, string)[] fields)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Item1, field.Item2))),
        };
        change?.Invoke(request);
        return await SendAsync(request, "en");
    }

    public async Task<Page> SendAsync(HttpRequestMessage request, string language)
    {
        request.Headers.AcceptLanguage.ParseAdd(language);
        var answer = await client.SendAsync(request);
        return new Page(answer, await answer.Content.ReadAsStringAsync());
    }

    public void Dispose() => client.Dispose();
}

/// <summary>A server with the operator's pages.</summary>
public sealed class ConsoleServer : SharedServer
{
    /// <summary>A browser of the operator's.</summary>
    /// <param name="name">Whose certificate it has.</param>
    /// <param name="version">Which HTTP it speaks.</param>
    internal async Task<Browser> OperatorAsync(string name = "operator", string version = "2.0")
    {
        var certificate = await Running.Server.Pki.EnsureAsync(
            new PartnerCertificateOrder(new PartnerId(name), Permissions.Operator), CancellationToken.None);
        await Running.Store.Partners.RegisterAsync(
            certificate.ToRegistration() with { PartnerId = RecordedAction.CommonChain }, "operator",
            certificate.Issued.NotAfter, TimeProvider.System.GetUtcNow());
        return Browse(certificate, version);
    }

    /// <summary>A browser with any certificate.</summary>
    internal Browser Browse(PartnerCertificate certificate, string version = "2.0") => new(
        new HttpClient(Handler(certificate))
        {
            BaseAddress = new Uri($"https://localhost:{Running.Server.OperatorPort}"),
            DefaultRequestVersion = Version.Parse(version),
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        });

    /// <inheritdoc/>
    protected override SandboxSettings Settings(SandboxSettings settings) =>
        settings with
        {
            Approvals = new ApprovalOptions { Above = ApprovalThreshold.Parse("50000.00") },
        };

    private SocketsHttpHandler Handler(PartnerCertificate certificate) => new()
    {
        AllowAutoRedirect = false,
        SslOptions = new SslClientAuthenticationOptions
        {
            ClientCertificates = [certificate.Issued.Load()],
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore =
                {
                    X509CertificateLoader.LoadCertificateFromFile(Running.Server.Pki.AuthorityPath),
                },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        },
    };
}
