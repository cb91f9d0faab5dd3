using System.Reflection;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;

namespace Partner.Server.Errors;

/// <summary>
/// Finds the methods of a generated service as the framework's own provider does, and gives each a strict marshaller:
/// bytes that are no message of its request type end the call with INVALID_ARGUMENT. The framework answers UNKNOWN, and
/// no interceptor sees such a call, since it fails before there is a request.
/// </summary>
/// <typeparam name="TService">The service.</typeparam>
internal sealed class StrictServiceMethodProvider<TService> : IServiceMethodProvider<TService>
    where TService : class
{
    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<TService> context)
    {
        for (var type = typeof(TService); type is not null; type = type.BaseType)
        {
            if (type.GetCustomAttribute<BindServiceMethodAttribute>(inherit: false) is { } bind)
            {
                Bind(bind, type, new StrictServiceBinder<TService>(context));
                return;
            }
        }
    }

    private static void Bind(BindServiceMethodAttribute bind, Type serviceBase, ServiceBinderBase binder)
    {
        var method = bind.BindType.GetMethod(
            bind.BindMethodName,
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static,
            [typeof(ServiceBinderBase), serviceBase])
            ?? throw new InvalidOperationException($"{bind.BindType} has no method {bind.BindMethodName}.");

        // The generated method only names the methods when it gets no service.
        method.Invoke(null, [binder, null]);
    }
}
