using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Partner.Server.Issuer.Wire;

namespace Partner.Sandbox.Issuer;

/// <summary>Reads requests and writes answers of the simulated issuer.</summary>
internal static class WireIo
{
    /// <summary>Longest request body; ours are about 200 bytes.</summary>
    public const int BodyLimit = 16 * 1024;

    /// <summary>Reads a JSON body whose length is announced.</summary>
    /// <returns>The message; null when the body is none.</returns>
    public static async ValueTask<T?> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type, CancellationToken ct)
        where T : class
    {
        if (request.ContentLength is not (> 0 and <= BodyLimit and var length))
        {
            return null;
        }

        var read = await request.BodyReader.ReadAtLeastAsync((int)length, ct);
        try
        {
            var json = new Utf8JsonReader(read.Buffer);
            return JsonSerializer.Deserialize(ref json, type);
        }
        catch (JsonException)
        {
            return null;
        }
        finally
        {
            request.BodyReader.AdvanceTo(read.Buffer.End);
        }
    }

    /// <summary>Answers with a status and a JSON body.</summary>
    public static Task WriteAsync<T>(HttpResponse response, int status, T body, JsonTypeInfo<T> type)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, type);
        Head(response, status, bytes.Length);
        response.BodyWriter.Write(bytes);
        return Task.CompletedTask; // written out by the server when the handler returns
    }

    /// <summary>Answers with a status and half of the body, and drops the connection.</summary>
    public static async Task WriteHalfAsync(HttpContext http, int status, ActionMessage body, CancellationToken ct)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(body, IssuerJson.Default.ActionMessage);
        Head(http.Response, status, bytes.Length);
        await http.Response.BodyWriter.WriteAsync(bytes.AsMemory(0, bytes.Length / 2), ct);
        await http.Response.BodyWriter.FlushAsync(ct);
        http.Abort();
    }

    private static void Head(HttpResponse response, int status, int length)
    {
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = length;
    }
}
