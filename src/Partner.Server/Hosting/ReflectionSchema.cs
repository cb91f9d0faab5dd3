using System.Reflection;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace Partner.Server.Hosting;

/// <summary>
/// What reflection can tell: the services that are served, the files that define them and everything they import, and
/// which file defines which symbol. Read from the generated code when the first question comes.
/// </summary>
/// <param name="endpoints">The server's endpoints.</param>
public sealed class ReflectionSchema(EndpointDataSource endpoints)
{
    private readonly Lazy<Index> _index = new(() => new Index(Served(endpoints)));

    /// <summary>Full names of the services, in order.</summary>
    internal IReadOnlyList<string> Services => _index.Value.Services;

    /// <summary>A file and its imports; null when there is none of that name.</summary>
    /// <param name="name">Path of the file as in imports.</param>
    internal IReadOnlyList<ByteString>? FileByName(string name) =>
        _index.Value.Files.TryGetValue(name, out var file) ? WithImports(file) : null;

    /// <summary>The file that defines a symbol, and its imports; null when no served file does.</summary>
    /// <param name="symbol">Full name of a service, method, message, field, enum or enum value.</param>
    internal IReadOnlyList<ByteString>? FileOfSymbol(string symbol) =>
        _index.Value.Symbols.TryGetValue(symbol, out var file) ? WithImports(file) : null;

    /// <summary>The file that defines an extension field, and its imports; null when no served file does.</summary>
    /// <param name="type">Full name of the message type that is extended.</param>
    /// <param name="number">Number of the field.</param>
    internal IReadOnlyList<ByteString>? FileOfExtension(string type, int number) =>
        _index.Value.Extensions.FirstOrDefault(field =>
            field.ExtendeeType.FullName == type && field.FieldNumber == number) is { } found
            ? WithImports(found.File)
            : null;

    /// <summary>Numbers of the extension fields of a message type; null when there is no such type.</summary>
    /// <param name="type">Full name of the message type.</param>
    internal IReadOnlyList<int>? ExtensionNumbers(string type) => _index.Value.Symbols.ContainsKey(type)
        ? [.. _index.Value.Extensions.Where(f => f.ExtendeeType.FullName == type).Select(f => f.FieldNumber).Order()]
        : null;

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

    private static List<ByteString> WithImports(FileDescriptor file)
    {
        var seen = new HashSet<string>();
        var files = new List<ByteString>();
        Add(file);
        return files;

        void Add(FileDescriptor next)
        {
            if (!seen.Add(next.Name))
            {
                return;
            }

            files.Add(next.SerializedData);
            foreach (var import in next.Dependencies)
            {
                Add(import);
            }
        }
    }

    private sealed class Index
    {
        internal Index(IEnumerable<ServiceDescriptor> services)
        {
            var served = services.ToList();
            Services = [.. served.Select(service => service.FullName).Order(StringComparer.Ordinal)];
            foreach (var service in served)
            {
                Add(service.File);
            }
        }

        internal IReadOnlyList<string> Services { get; }

        internal Dictionary<string, FileDescriptor> Files { get; } = new(StringComparer.Ordinal);

        internal Dictionary<string, FileDescriptor> Symbols { get; } = new(StringComparer.Ordinal);

        internal List<FieldDescriptor> Extensions { get; } = [];

        private void Add(FileDescriptor file)
        {
            if (!Files.TryAdd(file.Name, file))
            {
                return;
            }

            Extensions.AddRange(file.Extensions.UnorderedExtensions);
            foreach (var service in file.Services)
            {
                Name(service);
                Name(service.Methods);
            }

            Add(file.MessageTypes);
            Add(file.EnumTypes);
            foreach (var import in file.Dependencies)
            {
                Add(import);
            }
        }

        private void Add(IEnumerable<MessageDescriptor> messages)
        {
            foreach (var message in messages)
            {
                Name(message);
                Name(message.Fields.InDeclarationOrder());
                Extensions.AddRange(message.Extensions.UnorderedExtensions);
                Add(message.NestedTypes);
                Add(message.EnumTypes);
            }
        }

        private void Add(IEnumerable<EnumDescriptor> enums)
        {
            foreach (var type in enums)
            {
                Name(type);
                Name(type.Values);
            }
        }

        private void Name(IEnumerable<IDescriptor> definitions)
        {
            foreach (var definition in definitions)
            {
                Name(definition);
            }
        }

        private void Name(IDescriptor definition) => Symbols[definition.FullName] = definition.File;
    }
}
