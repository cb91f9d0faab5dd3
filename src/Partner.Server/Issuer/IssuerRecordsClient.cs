using System.Runtime.CompilerServices;
using System.Text.Json;
using Partner.Server.Issuer.Wire;

namespace Partner.Server.Issuer;

/// <summary>Reads an issuer's records: for audits that compare both sides.</summary>
/// <param name="issuer">The issuer's address.</param>
public sealed class IssuerRecordsClient(Uri issuer) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = issuer };

    /// <summary>All records, in no particular order. A record that changes meanwhile shows one of its states.</summary>
    /// <param name="ct">Stops reading.</param>
    /// <exception cref="HttpRequestException">The issuer is not there.</exception>
    /// <exception cref="JsonException">It is something else.</exception>
    public async IAsyncEnumerable<IssuerRecord> ReadAllAsync([EnumeratorCancellation] CancellationToken ct)
    {
        using var response = await _http
            .GetAsync(IssuerPaths.Records, HttpCompletionOption.ResponseHeadersRead, ct);
        response.EnsureSuccessStatusCode();
        using var body = await response.Content.ReadAsStreamAsync(ct);
        using var reader = new StreamReader(body);
        while (await reader.ReadLineAsync(ct) is { } line)
        {
            yield return JsonSerializer.Deserialize(line, RecordJson.Default.IssuerRecord)
                ?? throw new JsonException("a record is null");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
