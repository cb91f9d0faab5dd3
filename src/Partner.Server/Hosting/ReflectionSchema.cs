using System.Reflection;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Reflection;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Partner.Server.Hosting;

/// <summary>
/// What reflection can tell: the services that are served, the files that define them and everything they import, and
/// which file defines which symbol. Read from the generated code when the first question comes.
/// </summary>
/// <param name="endpoints">The server's endpoints.</param>
public sealed class ReflectionSchema(EndpointDataSource endpoints)
{
    private readonly Lazy<Known> _known = new(() => new Known([.. Served(endpoints)]));

    /// <summary>Full names of the services, in order.</summary>
    internal IEnumerable<string> Services =>
        _known.Value.Services.Select(service => service.FullName).Order(StringComparer.Ordinal);

    /// <summary>A file and its imports; null when there is none of that name.</summary>
    /// <param name="name">Path of the file as in imports.</param>
    internal IEnumerable<ByteString>? FileByName(string name) => WithImports(_known.Value.Symbols.FileByName(name));

    /// <summary>The file that defines a symbol, and its imports; null when no served file does.</summary>
    /// <param name="symbol">Full name of a service, method, message, field or enum.</param>
    internal IEnumerable<ByteString>? FileOfSymbol(string symbol) =>
        WithImports(_known.Value.Symbols.FileContainingSymbol(symbol) ?? FileOfField(symbol));

    // The registry knows no fields.
    private FileDescriptor? FileOfField(string symbol)
    {
        var dot = Math.Max(0, symbol.LastIndexOf('.'));
        return _known.Value.Messages.Find(symbol[..dot])?.FindFieldByName(symbol[(dot + 1)..])?.File;
    }

    private static IEnumerable<ServiceDescriptor> Served(EndpointDataSource endpoints) => endpoints.Endpoints
        .Select(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>()?.ServiceType)
        .OfType<Type>()
        .Distinct()
        .Select(Descriptor)
        .OfType<ServiceDescriptor>();

    // The generated static class around a service's base class has its descriptor.
    private static ServiceDescriptor? Descriptor(Type service) => service
        .GetCustomAttribute<BindServiceMethodAttribute>(inherit: true)?.BindType
        .GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?
        .GetValue(null) as ServiceDescriptor;

    private static IEnumerable<ByteString>? WithImports(FileDescriptor? file) => file is null
        ? null
        : Closure(file).Distinct().Select(one => one.SerializedData);

    private static IEnumerable<FileDescriptor> Closure(FileDescriptor file) =>
        file.Dependencies.SelectMany(Closure).Prepend(file);

    private sealed class Known(IReadOnlyList<ServiceDescriptor> services)
    {
        internal IReadOnlyList<ServiceDescriptor> Services { get; } = services;

        internal SymbolRegistry Symbols { get; } = SymbolRegistry.FromFiles(services.Select(service => service.File));

        internal TypeRegistry Messages { get; } = TypeRegistry.FromFiles(services.Select(service => service.File));
    }
}
