using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.Extensions.WebEncoders;
using Partner.Server.Connections;
using Partner.Server.WebConsole.Display;
using Partner.Server.WebConsole.Readings;

namespace Partner.Server.WebConsole;

/// <summary>Sets the operator's pages up, at the operator's door alone: whoever gets here is an operator.</summary>
internal static class ConsoleServices
{
    private const string PagesFolder = "/WebConsole/Pages";
    private const string AssetsFolder = "Partner.Server.WebConsole.Assets.";

    /// <summary>Adds what pages need.</summary>
    /// <param name="services">The host's services.</param>
    public static void AddWebConsole(this IServiceCollection services)
    {
        services.AddSingleton<IAntiforgery, FormTokens>();
        services.AddRazorPages(options => options.RootDirectory = PagesFolder)
            .ConfigureApplicationPartManager(parts =>
            {
                // The program that starts the server may be another one, such as the sandbox.
                parts.ApplicationParts.Clear();
                parts.ApplicationParts.Add(new AssemblyPart(typeof(ConsoleServices).Assembly));
                parts.ApplicationParts.Add(new CompiledRazorAssemblyPart(typeof(ConsoleServices).Assembly));
            });
        KeepNoKeys(services);

        services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = ErrorPage.AsTheyAre);
        services.AddHttpContextAccessor();
        services.AddScoped<Visit>();
        services.AddSingleton<OperatorZone>();
        services.AddSingleton<SalesToday>();
        services.AddSingleton<Overview>();
        services.AddSingleton<Floats>();
        services.AddSingleton<FloatMonths>();

        // Documents that are uploaded stay in memory: there may be no folder for them.
        services.Configure<FormOptions>(form =>
        {
            form.MemoryBufferThreshold = ConsoleMiddleware.LargestUpload;
            form.ValueLengthLimit = ConsoleMiddleware.LargestUpload;
            form.MultipartBodyLengthLimit = ConsoleMiddleware.LargestUpload;
        });
    }

    /// <summary>Maps the pages, the stylesheet and the picture.</summary>
    /// <param name="endpoints">The host.</param>
    public static void MapWebConsole(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapRazorPages().WithMetadata(OperatorOnly.Mark);
        var assets = endpoints.MapGroup("").WithMetadata(OperatorOnly.Mark);
        assets.MapGet("/console.css", http => WriteAsync(http, "console.css", "text/css; charset=utf-8"));
        assets.MapGet("/icon.svg", http => WriteAsync(http, "icon.svg", "image/svg+xml"));
    }

    private static async Task WriteAsync(HttpContext http, string name, string type)
    {
        await using var asset = typeof(ConsoleServices).Assembly.GetManifestResourceStream(AssetsFolder + name)!;
        http.Response.ContentType = type;
        await asset.CopyToAsync(http.Response.Body, http.RequestAborted);
    }

    // Razor Pages bring data protection along, which writes keys into a folder when the program starts. Nothing here
    // uses them: forms have tokens of their own, and nothing is carried from one page to the next in cookies.
    private static void KeepNoKeys(IServiceCollection services)
    {
        foreach (var unwanted in services
            .Where(one => one.ServiceType == typeof(IHostedService)
                && one.ImplementationType?.Namespace?.StartsWith(
                    "Microsoft.AspNetCore.DataProtection", StringComparison.Ordinal) == true)
            .ToList())
        {
            services.Remove(unwanted);
        }

        services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        services.AddSingleton<ITempDataProvider, NothingCarried>();
    }

    private sealed class NothingCarried : ITempDataProvider
    {
        public IDictionary<string, object> LoadTempData(HttpContext context) =>
            new Dictionary<string, object>(StringComparer.Ordinal);

        public void SaveTempData(HttpContext context, IDictionary<string, object> values)
        {
            // Nothing is carried.
        }
    }
}
