using System.Reflection;
using System.Reflection.Emit;

namespace Vaern.Architecture.Tests;

/// <summary>The types that a type uses: in its shape and in the bodies of its methods.</summary>
internal static class UsedTypes
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    public static IEnumerable<Type> Of(Type type)
    {
        var used = new HashSet<Type>();
        Add(used, type.BaseType);
        AddAll(used, type.GetInterfaces());
        AddAll(used, type.GetFields(All).Select(field => field.FieldType));
        AddAll(used, type.GetProperties(All).Select(property => property.PropertyType));
        foreach (var method in type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)))
        {
            AddMethod(used, method);
        }
        return used;
    }

    private static void AddMethod(HashSet<Type> used, MethodBase method)
    {
        AddAll(used, method.GetParameters().Select(parameter => parameter.ParameterType));
        Add(used, (method as MethodInfo)?.ReturnType);
        var body = method.GetMethodBody();
        if (body?.GetILAsByteArray() is not { } code)
        {
            return;
        }
        AddAll(used, body.LocalVariables.Select(local => local.LocalType));
        var typeArguments = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (var at = 0; at < code.Length;)
        {
            short value = code[at++];
            if (value == 0xFE)
            {
                value = (short)(0xFE00 | code[at++]);
            }
            var operand = Codes[value].OperandType;
            if (operand is OperandType.InlineTok or OperandType.InlineType or OperandType.InlineMethod or OperandType.InlineField)
            {
                AddMember(used, method.Module.ResolveMember(BitConverter.ToInt32(code, at), typeArguments, methodArguments));
            }
            at += operand switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }

    private static void AddMember(HashSet<Type> used, MemberInfo? member)
    {
        Add(used, member as Type ?? member?.DeclaringType);
        switch (member)
        {
            case FieldInfo field:
                Add(used, field.FieldType);
                break;
            case MethodBase method:
                AddAll(used, method.GetParameters().Select(parameter => parameter.ParameterType));
                Add(used, (method as MethodInfo)?.ReturnType);
                if (method.IsGenericMethod)
                {
                    AddAll(used, method.GetGenericArguments());
                }
                break;
        }
    }

    private static void AddAll(HashSet<Type> used, IEnumerable<Type> types)
    {
        foreach (var type in types)
        {
            Add(used, type);
        }
    }

    private static void Add(HashSet<Type> used, Type? type)
    {
        while (type?.HasElementType == true)
        {
            type = type.GetElementType();
        }
        if (type is null || type.IsGenericParameter || !used.Add(type))
        {
            return;
        }
        if (type.IsGenericType)
        {
            AddAll(used, type.GetGenericArguments());
        }
    }
}
