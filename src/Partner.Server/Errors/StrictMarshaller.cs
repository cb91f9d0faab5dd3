using Grpc.Core;

namespace Partner.Server.Errors;

/// <summary>Tells bytes that cannot be read from faults of the server.</summary>
internal static class StrictMarshaller
{
    // The middleware for errors of the framework adds the details, in the language of the call: nothing here knows it.
    private static readonly Status Unreadable =
        new(StatusCode.InvalidArgument, "The request is not a valid message of the method's request type.");

    /// <summary>The method with a marshaller that answers INVALID_ARGUMENT when the request cannot be read.</summary>
    /// <typeparam name="TRequest">The request's type.</typeparam>
    /// <typeparam name="TResponse">The response's type.</typeparam>
    internal static Method<TRequest, TResponse> Around<TRequest, TResponse>(Method<TRequest, TResponse> method)
        where TRequest : class
        where TResponse : class
    {
        var read = method.RequestMarshaller.ContextualDeserializer;
        var strict = Marshallers.Create(method.RequestMarshaller.ContextualSerializer, context => Read(read, context));
        return new Method<TRequest, TResponse>(
            method.Type, method.ServiceName, method.Name, strict, method.ResponseMarshaller);
    }

    // Whatever a parser throws over bytes from outside is the sender's fault: too deep, cut short, a length beyond the
    // end, text that is no UTF-8. The exception may quote the bytes, so it goes no further.
    private static T Read<T>(Func<DeserializationContext, T> read, DeserializationContext context)
    {
        try
        {
            return read(context);
        }
        catch (Exception exception) when (exception is not (RpcException or OutOfMemoryException))
        {
            throw new RpcException(Unreadable);
        }
    }
}
