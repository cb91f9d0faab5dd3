using Grpc.Core;
using Grpc.Core.Interceptors;
using Partner.Core.Errors;
using Partner.Server.Security;
namespace Partner.Server.Errors
{
public static class Languages { public const string Chinese = "zh-CN"; public const string English = "en"; public static string GetLanguage(this ServerCallContext c) => English; public static Caller GetCaller(this ServerCallContext c) => (Caller)c.UserState["caller"]; }
public static class ClerkTexts { public static string ForTopUp(Reason r, string l) => r.ToString(); public static string ForReversal(Reason r, string l) => r.ToString(); public static string Reversed(string l) => "reversed"; }
public sealed class RefusalException(Refusal refusal) : Exception(refusal.Reason.ToString()) { public Refusal Refusal => refusal; }
public sealed class CallerGuard { public Task EnsureStillValidAsync(ServerCallContext c) => Task.CompletedTask; }
public sealed class BridgeInterceptor(RegistrationLookup lookup) : Interceptor {
 async Task Auth(ServerCallContext c) { var t = c.GetHttpContext().Features.Get<PeerCertificate>()!.Thumbprint; var r = await lookup(t, default) ?? throw new RpcException(new Status(StatusCode.Unauthenticated, "no")); c.UserState["caller"] = new Caller(r.PartnerId, r.Outlet, r.Permissions, t); }
 public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) { try { await Auth(context); return await continuation(request, context); } catch (RefusalException e) { throw new RpcException(new Status(StatusCode.FailedPrecondition, e.Refusal.Reason + " " + string.Join(";", e.Refusal.Violations))); } catch (Exception e) when (e is not RpcException) { Console.Error.WriteLine(e); throw; } }
 public override async Task ServerStreamingServerHandler<TRequest, TResponse>(TRequest request, IServerStreamWriter<TResponse> w, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation) { await Auth(context); await continuation(request, w, context); }
}
public static class BridgeX { public static void AddPartnerGrpc(this IServiceCollection s) { s.AddSingleton<CallerGuard>(); s.AddSingleton<BridgeInterceptor>(); s.AddGrpc(o => o.Interceptors.Add<BridgeInterceptor>()); } public static void UsePartnerGrpc(this WebApplication a) { a.UseRouting(); } public static void MapPartnerGrpc(this WebApplication a) { } }
}
