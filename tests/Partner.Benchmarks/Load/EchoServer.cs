using Grpc.Core;
using Leb.Partner.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Partner.Sandbox.Certificates;
using Partner.Server.Connections;
using Partner.Server.Hosting;

namespace Partner.Benchmarks.Load;

/// <summary>
/// What a top-up is compared with: the same transport, TLS settings and messages as the server's, and a method that
/// does nothing.
/// </summary>
public static class EchoServer
{
    /// <summary>How the line begins that says that it is ready.</summary>
    public const string ReadyPrefix = "Ready: https://";

    /// <summary>Runs until the process is killed.</summary>
    /// <param name="dataFolder">A data folder with certificates.</param>
    /// <param name="cancel">Gives the start up.</param>
    public static async Task<int> RunAsync(string dataFolder, CancellationToken cancel)
    {
        var clock = TimeProvider.System;
        var pki = await DevelopmentPki.OpenAsync(dataFolder, [], PkiCreation.Never, clock, cancel);
        var files = new KestrelTlsFiles(pki.ServerCertificatePath, pki.ServerKeyPath, pki.AuthorityPath);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenWithMutualTls(
            new KestrelAddress("127.0.0.1", 0), new KestrelTls(files, clock, NullLogger<KestrelTls>.Instance)));
        builder.Services.AddSingleton(new ConnectionLimits
        {
            ConnectionsPerCertificate = int.MaxValue,
            CallsPerCertificate = int.MaxValue,
        });
        builder.Services.AddConnectionBounds();
        builder.Services.AddRouting();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton<Nothing>();
        await using var app = builder.Build();
        app.UseRouting();
        app.MapGrpcService<Nothing>();
        await app.StartAsync(cancel);
        var server = app.Services.GetRequiredService<IServer>();
        var bound = server.Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Console.WriteLine($"{ReadyPrefix}127.0.0.1:{new Uri(bound).Port}");
        await app.WaitForShutdownAsync(cancel);
        return 0;
    }

    private sealed class Nothing : TopUpService.TopUpServiceBase
    {
        public override Task<CreateTopUpResponse> CreateTopUp(CreateTopUpRequest request, ServerCallContext context) =>
            Task.FromResult(new CreateTopUpResponse());
    }
}
