using Microsoft.AspNetCore.Http.Features;
using Partner.Core.Cards;
using Partner.Server.BackOffice;
using Partner.Server.Connections;
using Partner.Server.Errors;
using Partner.Storage.Abstractions;

namespace Partner.Server.WebConsole;

/// <summary>
/// Stands around everything that is asked for at the operator's door, but for calls of gRPC: sets the headers that
/// browsers keep to, lets in GET and POST alone, and answers what went wrong with a page that says nothing of the
/// inside. What happened is in the log, under the incident that the page names.
/// </summary>
/// <param name="next">The rest of the pipeline.</param>
/// <param name="logger">Told about faults.</param>
internal sealed partial class ConsoleMiddleware(RequestDelegate next, ILogger<ConsoleMiddleware> logger)
{
    // A form has evidence of 1,000 characters and little else.
    private const long LargestForm = 64 * 1024;

    /// <summary>
    /// The largest form with documents, in bytes: they come back as base64, which is a third longer, with what stands
    /// around them.
    /// </summary>
    public const int LargestUpload = (DocumentFiles.LargestAll / 3 * 4) + (256 * 1024);

    /// <summary>Where documents are sent to.</summary>
    public const string UploadPath = "/documents/publish";

    /// <summary>What browsers may load and do: our stylesheet, our picture, our forms, nothing else.</summary>
    public const string Policy =
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; "
        + "base-uri 'none'";

    /// <summary>Answers a request.</summary>
    public Task InvokeAsync(HttpContext http) =>
        OperatorDoor.IsOf(http) && !Refusing.IsGrpc(http) ? AnswerAsync(http) : next(http);

    private static void SetHeaders(HttpResponse response)
    {
        var headers = response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers.StrictTransportSecurity = "max-age=31536000";
        headers.XFrameOptions = "DENY";

        // "no-referrer" would also make browsers hide from ourselves where a form was sent from.
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=()";
    }

    private async Task AnswerAsync(HttpContext http)
    {
        SetHeaders(http.Response);
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = http.Request.Path == UploadPath ? LargestUpload : LargestForm;
        }

        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsPost(http.Request.Method))
        {
            http.Response.Headers.Allow = "GET, POST";
            await ErrorPage.WriteAsync(http, StatusCodes.Status405MethodNotAllowed);
            return;
        }

        string? incident = null;
        try
        {
            await next(http);
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            // There is nobody to answer.
            return;
        }
        catch (Exception fault) when (!http.Response.HasStarted)
        {
            incident = IncidentId.New();
            http.Response.Clear();
            SetHeaders(http.Response);
            http.Response.StatusCode = StatusOf(fault);
            if (http.Response.StatusCode == StatusCodes.Status500InternalServerError)
            {
                LogFault(incident, http.GetEndpoint()?.DisplayName ?? "none", CardMask.Hide(fault.ToString()));
            }
            else
            {
                LogAway(incident, CardMask.Hide(fault.Message));
            }
        }

        if (!http.Response.HasStarted && http.Response.StatusCode >= StatusCodes.Status400BadRequest)
        {
            await ErrorPage.WriteAsync(http, http.Response.StatusCode, incident);
        }
    }

    private static int StatusOf(Exception fault) => fault switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        StoreUnavailableException => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    [LoggerMessage(291, LogLevel.Error, "Incident {Incident} in the console, {Page}: {Fault}")]
    private partial void LogFault(string incident, string page, string fault);

    [LoggerMessage(292, LogLevel.Warning, "Incident {Incident} in the console: a page could not be read: {Why}")]
    private partial void LogAway(string incident, string why);
}
