namespace Partner.Benchmarks.Harness;

/// <summary>The whole service: server and issuer in processes of their own, on the database of a bed.</summary>
internal sealed class Service : IAsyncDisposable
{
    private Service(TestBed bed, (ChildProcess Process, Uri Url) issuer, (ChildProcess Process, Uri Url) server)
    {
        Bed = bed;
        (Issuer, IssuerUrl) = issuer;
        (Process, Url) = server;
    }

    /// <summary>Its bed.</summary>
    public TestBed Bed { get; }

    /// <summary>The server.</summary>
    public ChildProcess Process { get; }

    /// <summary>Where it listens.</summary>
    public Uri Url { get; }

    /// <summary>The issuer.</summary>
    public ChildProcess Issuer { get; }

    /// <summary>Where that listens.</summary>
    public Uri IssuerUrl { get; }

    /// <summary>Starts both.</summary>
    /// <param name="bed">The bed.</param>
    /// <param name="database">Another way to the bed's PostgreSQL database; null for the direct one.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<Service> StartAsync(TestBed bed, string? database, CancellationToken cancel)
    {
        var issuer = await bed.StartIssuerAsync(0, [], cancel);
        try
        {
            var server = await bed.ServeAsync(
                0,
                ["--issuer", issuer.Address.ToString(), "--no-settlement", .. TestBed.ManyCallers],
                cancel,
                database is null ? null : TestBed.Variables(database));
            return new Service(bed, issuer, server);
        }
        catch
        {
            await issuer.Process.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        await Issuer.DisposeAsync();
    }
}
