using System.Reflection;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;

namespace Partner.Server.Errors;

/// <summary>Registers the methods that a generated service names, each with a strict marshaller.</summary>
/// <typeparam name="TService">The service.</typeparam>
/// <param name="context">Takes the methods.</param>
internal sealed class StrictServiceBinder<TService>(ServiceMethodProviderContext<TService> context) : ServiceBinderBase
    where TService : class
{
    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
    {
        var (invoker, metadata) = Find<UnaryServerMethod<TService, TRequest, TResponse>>(
            method.Name, typeof(TRequest), typeof(ServerCallContext));
        context.AddUnaryMethod(StrictMarshaller.Around(method), metadata, invoker);
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var (invoker, metadata) = Find<ClientStreamingServerMethod<TService, TRequest, TResponse>>(
            method.Name, typeof(IAsyncStreamReader<TRequest>), typeof(ServerCallContext));
        context.AddClientStreamingMethod(StrictMarshaller.Around(method), metadata, invoker);
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var (invoker, metadata) = Find<ServerStreamingServerMethod<TService, TRequest, TResponse>>(
            method.Name, typeof(TRequest), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext));
        context.AddServerStreamingMethod(StrictMarshaller.Around(method), metadata, invoker);
    }

    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var (invoker, metadata) = Find<DuplexStreamingServerMethod<TService, TRequest, TResponse>>(
            method.Name, typeof(IAsyncStreamReader<TRequest>), typeof(IServerStreamWriter<TResponse>),
            typeof(ServerCallContext));
        context.AddDuplexStreamingMethod(StrictMarshaller.Around(method), metadata, invoker);
    }

    private static (TInvoker Invoker, List<object> Metadata) Find<TInvoker>(string name, params Type[] parameters)
        where TInvoker : Delegate
    {
        var method = typeof(TService).GetMethod(name, BindingFlags.Public | BindingFlags.Instance, parameters)
            ?? throw new InvalidOperationException($"{typeof(TService)} has no method {name}.");
        List<object> metadata =
        [
            .. typeof(TService).GetCustomAttributes(inherit: true),
            .. method.GetCustomAttributes(inherit: true),

            // As the framework's own binder says: a GET may be repeated by whoever stands between.
            new HttpMethodMetadata([HttpMethods.Post]),
        ];
        return (method.CreateDelegate<TInvoker>(), metadata);
    }
}
