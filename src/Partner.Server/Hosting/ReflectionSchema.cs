using System.Reflection;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Reflection;
using Partner.Server.Connections;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Partner.Server.Hosting;

/// <summary>
/// What reflection can tell: the services that are served, the files that define them and everything they import, and
/// which file defines which symbol. Read from the generated code when the first question comes.
/// </summary>
/// <param name="endpoints">The server's endpoints.</param>
public sealed class ReflectionSchema(EndpointDataSource endpoints)
{
    private readonly Lazy<Known> _partners = new(() => new Known([.. Served(endpoints, atOperators: false)]));
    private readonly Lazy<Known> _operators = new(() => new Known([.. Served(endpoints, atOperators: true)]));

    /// <summary>What there is to tell at a door: of the other's services nothing is known there.</summary>
    /// <param name="atOperators">Whether it is the operator's door; else it is the partners'.</param>
    internal Known At(bool atOperators) => (atOperators ? _operators : _partners).Value;

    private static IEnumerable<ServiceDescriptor> Served(
        EndpointDataSource endpoints, bool atOperators) => endpoints.Endpoints
        .Select(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>()?.ServiceType)
        .OfType<Type>()
        .Distinct()
        .Select(Descriptor)
        .OfType<ServiceDescriptor>()
        .Where(service => OperatorDoor.Has(service.FullName, atOperators));

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

    /// <summary>The services of a door.</summary>
    internal sealed class Known(IReadOnlyList<ServiceDescriptor> services)
    {
        private readonly SymbolRegistry _symbols = SymbolRegistry.FromFiles(services.Select(service => service.File));
        private readonly TypeRegistry _messages = TypeRegistry.FromFiles(services.Select(service => service.File));

        /// <summary>Full names of the services, in order.</summary>
        internal IEnumerable<string> Services =>
            services.Select(service => service.FullName).Order(StringComparer.Ordinal);

        /// <summary>A file and its imports; null when there is none of that name.</summary>
        /// <param name="name">Path of the file as in imports.</param>
        internal IEnumerable<ByteString>? FileByName(string name) => WithImports(_symbols.FileByName(name));

        /// <summary>The file that defines a symbol, and its imports; null when no served file does.</summary>
        /// <param name="symbol">Full name of a service, method, message, field or enum.</param>
        internal IEnumerable<ByteString>? FileOfSymbol(string symbol) =>
            WithImports(_symbols.FileContainingSymbol(symbol) ?? FileOfField(symbol));

        // The registry knows no fields.
        private FileDescriptor? FileOfField(string symbol)
        {
            var dot = Math.Max(0, symbol.LastIndexOf('.'));
            return _messages.Find(symbol[..dot])?.FindFieldByName(symbol[(dot + 1)..])?.File;
        }
    }
}
