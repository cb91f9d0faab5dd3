using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Partner.Server.Issuer.Wire;

namespace Partner.Server.Issuer;

/// <summary>Reads an issuer's records: for audits that compare both sides, and for tests.</summary>
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

    /// <summary>One record.</summary>
    /// <param name="id">The id of a top-up or reversal.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <returns>The record; null when the issuer never heard of the id.</returns>
    /// <exception cref="HttpRequestException">The issuer is not there.</exception>
    public async Task<IssuerRecord?> FindAsync(string id, CancellationToken ct)
    {
        using var response = await _http
            .GetAsync($"{IssuerPaths.Records}/{Uri.EscapeDataString(id)}", ct);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync(RecordJson.Default.IssuerRecord, ct);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();
}
